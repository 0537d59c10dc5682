import {
  CreateDistributionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DescribeFunctionCommand,
  type FunctionConfig,
  GetFunctionCommand,
  ListFunctionsCommand,
  ListTagsForResourceCommand,
  PublishFunctionCommand,
  TestFunctionCommand,
  UpdateFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Bed,
  CACHING_DISABLED,
  DEPLOY_MS,
  distributionConfig,
  errorName,
  get,
  startBed,
} from "./sandbox-edge-bed.ts";

let bed: Bed;
beforeEach(async () => {
  bed = await startBed();
});
afterEach(() => bed.close());

const FunctionConfig: FunctionConfig = { Comment: "master", Runtime: "cloudfront-js-2.0" };
const Name = "master-us-west-2";
const source = (text: string): Buffer => Buffer.from(text);
const says = (word: string): Buffer =>
  source(
    `function handler(event) { console.log("asked", event.request.uri); return { statusCode: 200, body: "${word}" }; }`,
  );
const create = (code: Buffer = says("one"), name = Name) =>
  bed.client.send(new CreateFunctionCommand({ Name: name, FunctionConfig, FunctionCode: code }));

test("a function is created in DEVELOPMENT and published to LIVE", async () => {
  const { ETag, FunctionSummary } = await create();
  expect(FunctionSummary).toMatchObject({
    Name,
    Status: "UNPUBLISHED",
    FunctionConfig: {
      Comment: "master",
      Runtime: "cloudfront-js-2.0",
      KeyValueStoreAssociations: { Quantity: 0 },
    },
    FunctionMetadata: {
      FunctionARN: `arn:aws:cloudfront::123456789012:function/${Name}`,
      Stage: "DEVELOPMENT",
    },
  });
  const live = () => bed.client.send(new DescribeFunctionCommand({ Name, Stage: "LIVE" }));
  expect(await errorName(live())).toBe("NoSuchFunctionExists");
  const published = await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  expect(published.FunctionSummary).toMatchObject({
    Status: "UNASSOCIATED",
    FunctionMetadata: { Stage: "LIVE" },
  });
  expect((await live()).FunctionSummary?.FunctionMetadata?.Stage).toBe("LIVE");
});

test("an update changes DEVELOPMENT only, until it is published", async () => {
  const { ETag } = await create();
  await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  const updated = await bed.client.send(
    new UpdateFunctionCommand({ Name, IfMatch: ETag, FunctionConfig, FunctionCode: says("two") }),
  );
  expect(updated.ETag).not.toBe(ETag);
  const code = async (Stage: "LIVE" | "DEVELOPMENT"): Promise<string> => {
    const { FunctionCode } = await bed.client.send(new GetFunctionCommand({ Name, Stage }));
    return Buffer.from(FunctionCode ?? []).toString();
  };
  expect(await code("LIVE")).toBe(says("one").toString());
  expect(await code("DEVELOPMENT")).toBe(says("two").toString());
  const old = bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  expect(await errorName(old)).toBe("PreconditionFailed");
  await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: updated.ETag }));
  expect(await code("LIVE")).toBe(says("two").toString());
});

test("names are unique, code has at most 10,240 bytes and an unknown runtime is refused", async () => {
  await create();
  expect(await errorName(create())).toBe("FunctionAlreadyExists");
  expect(await errorName(create(Buffer.alloc(10_241, "/"), "large"))).toBe(
    "FunctionSizeLimitExceeded",
  );
  expect(await errorName(create(Buffer.alloc(10_240, "/"), "just-right"))).toBe("none");
  expect(await errorName(create(says("one"), "a.b"))).toBe("MalformedXML");
  const runtime = new CreateFunctionCommand({
    Name: "old",
    FunctionConfig: { ...FunctionConfig, Runtime: "cloudfront-js-9.0" as never },
    FunctionCode: says("one"),
  });
  expect(await errorName(bed.client.send(runtime))).toBe("MalformedXML");
});

test("TestFunction runs the code and reports output, logs and utilisation", async () => {
  const { ETag } = await create();
  const event = {
    version: "1.0",
    request: { method: "GET", uri: "/a", headers: {}, cookies: {}, querystring: {} },
  };
  const { TestResult } = await bed.client.send(
    new TestFunctionCommand({ Name, IfMatch: ETag, EventObject: source(JSON.stringify(event)) }),
  );
  expect(JSON.parse(TestResult?.FunctionOutput ?? "")).toEqual({
    response: { statusCode: 200, body: "one" },
  });
  expect(TestResult?.FunctionExecutionLogs).toEqual(["asked /a"]);
  expect(TestResult?.FunctionErrorMessage).toBe("");
  expect(Number(TestResult?.ComputeUtilization)).toBeLessThanOrEqual(100);
});

test("TestFunction reports an error of the code and refuses an event that is not JSON", async () => {
  const { ETag } = await create(source("function handler() { return nothing.here; }"));
  const run = (event: string) =>
    bed.client.send(new TestFunctionCommand({ Name, IfMatch: ETag, EventObject: source(event) }));
  expect((await run("{}")).TestResult?.FunctionErrorMessage).toContain("nothing is not defined");
  expect(await errorName(run("no"))).toBe("InvalidArgument");
});

test("a function in use cannot be deleted, one that is free can", async () => {
  const { ETag, FunctionSummary } = await create();
  await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  await bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(8080, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_DISABLED,
          FunctionAssociations: {
            Quantity: 1,
            Items: [
              {
                EventType: "viewer-request",
                FunctionARN: FunctionSummary?.FunctionMetadata?.FunctionARN,
              },
            ],
          },
        },
      }),
    }),
  );
  const remove = (name: string, IfMatch: string | undefined) =>
    errorName(bed.client.send(new DeleteFunctionCommand({ Name: name, IfMatch })));
  expect(await remove(Name, ETag)).toBe("FunctionInUse");
  const free = await create(says("free"), "free");
  expect(await remove("free", "nonsense")).toBe("InvalidIfMatchVersion");
  expect(await remove("free", free.ETag)).toBe("none");
  expect(await remove("free", free.ETag)).toBe("NoSuchFunctionExists");
});

test("a function must be published before it can be associated", async () => {
  const { FunctionSummary } = await create();
  const associate = bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(8080, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_DISABLED,
          FunctionAssociations: {
            Quantity: 1,
            Items: [
              {
                EventType: "viewer-request",
                FunctionARN: FunctionSummary?.FunctionMetadata?.FunctionARN,
              },
            ],
          },
        },
      }),
    }),
  );
  expect(await errorName(associate)).toBe("InvalidFunctionAssociation");
});

test("publishing again reaches a deployed distribution", async () => {
  const { ETag, FunctionSummary } = await create();
  await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  const { Distribution } = await bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: distributionConfig(8080, {
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_DISABLED,
          FunctionAssociations: {
            Quantity: 1,
            Items: [
              {
                EventType: "viewer-request",
                FunctionARN: FunctionSummary?.FunctionMetadata?.FunctionARN,
              },
            ],
          },
        },
      }),
    }),
  );
  await bed.clock.advance(DEPLOY_MS);
  const body = async (): Promise<string> =>
    (await get(Distribution?.DomainName ?? "", "/")).body.toString();
  expect(await body()).toBe("one");
  const updated = await bed.client.send(
    new UpdateFunctionCommand({ Name, IfMatch: ETag, FunctionConfig, FunctionCode: says("two") }),
  );
  expect(await body()).toBe("one");
  await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: updated.ETag }));
  expect(await body()).toBe("two");
});

test("functions are listed by stage and are in the inventory with their tags", async () => {
  const { ETag } = await bed.client.send(
    new CreateFunctionCommand({
      Name,
      FunctionConfig,
      FunctionCode: says("one"),
      Tags: { Items: [{ Key: "live-origin:stack", Value: "abc" }] },
    }),
  );
  await create(says("other"), "other");
  await bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  const names = async (Stage?: "LIVE"): Promise<readonly (string | undefined)[]> =>
    ((await bed.client.send(new ListFunctionsCommand({ Stage }))).FunctionList?.Items ?? []).map(
      (one) => one.Name,
    );
  expect(await names()).toEqual([Name, "other"]);
  expect(await names("LIVE")).toEqual([Name]);
  expect(bed.inventory()).toMatchObject([
    { kind: "function", id: Name, tags: { "live-origin:stack": "abc" } },
    { kind: "function", id: "other" },
  ]);
  const Resource = `arn:aws:cloudfront::123456789012:function/${Name}`;
  const { Tags } = await bed.client.send(new ListTagsForResourceCommand({ Resource }));
  expect(Tags?.Items).toEqual([{ Key: "live-origin:stack", Value: "abc" }]);
});

test("code that does not parse can be saved and tested, not published", async () => {
  const { ETag } = await create(source("function handler(event) { return"));
  const tested = await bed.client.send(
    new TestFunctionCommand({ Name, IfMatch: ETag, EventObject: source("{}") }),
  );
  expect(tested.TestResult?.FunctionErrorMessage).toContain("SyntaxError");
  const publish = bed.client.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
  expect(await errorName(publish)).toBe("InvalidArgument");
});
