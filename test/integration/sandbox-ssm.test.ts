import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  type PutParameterCommandInput,
} from "@aws-sdk/client-ssm";
import { afterEach, describe, expect, it } from "vitest";
import {
  ACCOUNT,
  refusalOf,
  startAwsCloud,
  type AwsCloud,
  type AwsCloudOptions,
} from "./support/aws-cloud.ts";

let open: AwsCloud[] = [];
afterEach(async () => {
  await Promise.all(open.map((cloud) => cloud.close()));
  open = [];
});
async function cloudOf(options: AwsCloudOptions = {}): Promise<AwsCloud> {
  const cloud = await startAwsCloud(options);
  open.push(cloud);
  return cloud;
}
const NAME = "/medialive/live-origin/show/abc";
const put = (cloud: AwsCloud, members: Partial<PutParameterCommandInput> = {}) =>
  cloud.ssm.send(
    new PutParameterCommand({ Name: NAME, Value: "k3y", Type: "SecureString", ...members }),
  );

describe("a SecureString", () => {
  it("shows its value only with decryption", async () => {
    const cloud = await cloudOf();
    expect(await put(cloud)).toMatchObject({ Version: 1, Tier: "Standard" });
    const plain = await cloud.ssm.send(
      new GetParameterCommand({ Name: NAME, WithDecryption: true }),
    );
    expect(plain.Parameter).toMatchObject({
      Value: "k3y",
      ARN: `arn:aws:ssm:us-west-2:${ACCOUNT}:parameter${NAME}`,
      LastModifiedDate: new Date(Date.UTC(2026, 0, 1)),
    });
    const sealed = await cloud.ssm.send(new GetParameterCommand({ Name: NAME }));
    expect(sealed.Parameter?.Value).toMatch(/^AQICAH/);
    const described = await cloud.ssm.send(new DescribeParametersCommand({}));
    expect(described.Parameters?.[0]).toMatchObject({ Name: NAME, KeyId: "alias/aws/ssm" });
    expect(JSON.stringify(described)).not.toContain("k3y");
  });

  it("is overwritten only when asked, and never together with tags", async () => {
    const cloud = await cloudOf();
    await put(cloud, { Tags: [{ Key: "live-origin:stack", Value: "id" }] });
    expect((await refusalOf(put(cloud))).name).toBe("ParameterAlreadyExists");
    expect((await put(cloud, { Overwrite: true, Value: "n3xt" })).Version).toBe(2);
    const both = await refusalOf(put(cloud, { Overwrite: true, Tags: [{ Key: "a", Value: "b" }] }));
    expect(both.name).toBe("ValidationException");
    expect(both.message).toContain("tags and overwrite can't be used together");
    const retyped = await refusalOf(put(cloud, { Overwrite: true, Type: "String" }));
    expect(retyped.name).toBe("HierarchyTypeMismatchException");
    const tags = await cloud.ssm.send(
      new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: NAME }),
    );
    expect(tags.TagList).toEqual([{ Key: "live-origin:stack", Value: "id" }]);
  });

  it("is gone after it was deleted, and its name rests for 30 s", async () => {
    const cloud = await cloudOf({ latency: "realistic" });
    await put(cloud);
    await cloud.ssm.send(new DeleteParameterCommand({ Name: NAME }));
    const gone = await refusalOf(cloud.ssm.send(new GetParameterCommand({ Name: NAME })));
    expect(gone.name).toBe("ParameterNotFound");
    const again = await refusalOf(cloud.ssm.send(new DeleteParameterCommand({ Name: NAME })));
    expect(again.name).toBe("ParameterNotFound");
    await cloud.clock.advance(29_999);
    expect((await refusalOf(put(cloud))).name).toBe("ParameterAlreadyExists");
    await cloud.clock.advance(1);
    expect((await put(cloud)).Version).toBe(1);
  });
});

describe("several parameters", () => {
  it("are read and deleted together, the unknown ones named", async () => {
    const cloud = await cloudOf();
    for (const Name of ["/a/one", "/a/two", "plain"]) await put(cloud, { Name, Type: "String" });
    const read = await cloud.ssm.send(
      new GetParametersCommand({
        Names: ["/a/one", "none", `arn:aws:ssm:us-west-2:${ACCOUNT}:parameter/plain`],
      }),
    );
    expect(read.Parameters?.map(({ Name }) => Name)).toEqual(["/a/one", "plain"]);
    expect(read.InvalidParameters).toEqual(["none"]);
    const deleted = await cloud.ssm.send(
      new DeleteParametersCommand({ Names: ["/a/two", "none"] }),
    );
    expect(deleted).toMatchObject({ DeletedParameters: ["/a/two"], InvalidParameters: ["none"] });
    expect(cloud.inventory().map(({ id }) => id)).toEqual(["/a/one", "plain"]);
  });

  it("are described by tag, name and path, page by page", async () => {
    const cloud = await cloudOf();
    for (const Name of ["/a/one", "/a/b/two", "/c/three"])
      await put(cloud, { Name, Tags: [{ Key: "live-origin:stack", Value: Name.slice(1, 2) }] });
    const names = async (Key: string, Values: string[], Option?: string) =>
      (
        await cloud.ssm.send(
          new DescribeParametersCommand({
            ParameterFilters: [{ Key, Values, ...(Option === undefined ? {} : { Option }) }],
          }),
        )
      ).Parameters?.map(({ Name }) => Name);
    expect(await names("tag:live-origin:stack", ["a"])).toEqual(["/a/b/two", "/a/one"]);
    expect(await names("Name", ["/c"], "BeginsWith")).toEqual(["/c/three"]);
    expect(await names("Path", ["/a"])).toEqual(["/a/one"]);
    expect(await names("Path", ["/a"], "Recursive")).toHaveLength(2);
    const first = await cloud.ssm.send(new DescribeParametersCommand({ MaxResults: 2 }));
    const rest = await cloud.ssm.send(
      new DescribeParametersCommand({ NextToken: first.NextToken }),
    );
    expect(rest.Parameters?.map(({ Name }) => Name)).toEqual(["/c/three"]);
  });

  it("have tags that come and go", async () => {
    const cloud = await cloudOf();
    await put(cloud);
    const resource = { ResourceType: "Parameter", ResourceId: NAME } as const;
    await cloud.ssm.send(
      new AddTagsToResourceCommand({
        ...resource,
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await cloud.ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ["a"] }));
    const { TagList } = await cloud.ssm.send(new ListTagsForResourceCommand(resource));
    expect(TagList).toEqual([{ Key: "b", Value: "2" }]);
    const none = await refusalOf(
      cloud.ssm.send(new ListTagsForResourceCommand({ ...resource, ResourceId: "/none" })),
    );
    expect(none.name).toBe("InvalidResourceId");
  });
});

describe("what Parameter Store refuses", () => {
  const near: readonly (readonly [string, string, Partial<PutParameterCommandInput>])[] = [
    ["a value above 4 KB", "ValidationException", { Value: "x".repeat(4097) }],
    ["an empty value", "ValidationException", { Value: "" }],
    ["a new one without a type", "ValidationException", { Type: undefined }],
    ["a name that begins with ssm", "ValidationException", { Name: "/ssm/x" }],
    ["a name that begins with aws", "AccessDeniedException", { Name: "/aws/x" }],
    ["a hierarchy without its first slash", "ValidationException", { Name: "a/b" }],
    ["a name with a space", "ValidationException", { Name: "/a b" }],
    ["sixteen levels", "HierarchyLevelLimitExceededException", { Name: "/x".repeat(16) }],
    ["a customer key", "InvalidKeyId", { KeyId: "alias/mine" }],
  ];
  it.each(near)("%s with %s", async (_what, name, members) => {
    const cloud = await cloudOf();
    expect((await refusalOf(put(cloud, members))).name).toBe(name);
    expect(cloud.inventory()).toEqual([]);
  });

  it("a caller whose policy names another parameter, for each name of a call", async () => {
    const cloud = await cloudOf();
    await put(cloud, { Name: "/a/one" });
    await put(cloud, { Name: "/b/two" });
    cloud.restrict({
      Statement: {
        Effect: "Allow",
        Action: ["ssm:GetParameters", "ssm:PutParameter"],
        Resource: `arn:aws:ssm:us-west-2:${ACCOUNT}:parameter/a/*`,
      },
    });
    const read = (Names: string[]) => cloud.ssm.send(new GetParametersCommand({ Names }));
    expect((await read(["/a/one"])).Parameters).toHaveLength(1);
    const error = await refusalOf(read(["/a/one", "/b/two"]));
    expect(error.name).toBe("AccessDeniedException");
    expect(error.message).toContain("parameter/b/two");
    const tagged = await refusalOf(put(cloud, { Name: "/a/x", Tags: [{ Key: "k", Value: "v" }] }));
    expect(tagged.message).toContain("ssm:AddTagsToResource");
  });

  it("what it does not know", async () => {
    const cloud = await cloudOf();
    const error = await refusalOf(cloud.ssm.send(new GetParameterHistoryCommand({ Name: NAME })));
    expect(error.name).toBe("UnknownOperationException");
  });
});

it("takes a name outside a hierarchy with and without its slash, and a name asked twice as one", async () => {
  const cloud = await cloudOf();
  await put(cloud, { Name: "/x" });
  expect((await refusalOf(put(cloud, { Name: "x" }))).name).toBe("ParameterAlreadyExists");
  const got = await cloud.ssm.send(new GetParametersCommand({ Names: ["x", "x", "y", "y"] }));
  expect(got.Parameters?.map(({ Name }) => Name)).toEqual(["x"]);
  expect(got.InvalidParameters).toEqual(["y"]);
});
