import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  paginateListRoles,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, GetSessionTokenCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, refusalOf, startAwsCloud, type AwsCloud } from "./support/aws-cloud.ts";

const trust = (extra: Record<string, unknown> = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "medialive.amazonaws.com" },
        Action: "sts:AssumeRole",
        ...extra,
      },
    ],
  });
const inline = (extra: Record<string, unknown> = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "ssm:GetParameter", Resource: "*", ...extra }],
  });

let cloud: AwsCloud;
beforeEach(async () => {
  cloud = await startAwsCloud({
    roles: [
      {
        name: "MediaLiveAccessRole",
        attached: [
          {
            name: "AmazonSSMReadOnlyAccess",
            arn: "arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess",
            document: JSON.parse(inline()),
          },
        ],
      },
    ],
  });
});
afterEach(() => cloud.close());

const create = (
  RoleName = "r",
  AssumeRolePolicyDocument = trust(),
  Tags?: { Key: string; Value: string }[],
) =>
  cloud.iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument,
      ...(Tags === undefined ? {} : { Tags }),
    }),
  );
const put = (PolicyDocument: string, PolicyName = "p") =>
  cloud.iam.send(new PutRolePolicyCommand({ RoleName: "r", PolicyName, PolicyDocument }));

describe("a role", () => {
  it("is made with tags, read back with its trust policy percent-encoded, and there only once", async () => {
    const { Role } = await create("r", trust(), [
      { Key: "live-origin:stack", Value: "id & <co>".slice(0, 2) },
    ]);
    expect(Role?.Arn).toBe(`arn:aws:iam::${ACCOUNT}:role/r`);
    expect(Role?.RoleId).toMatch(/^AROA\w{17}$/);
    const got = await cloud.iam.send(new GetRoleCommand({ RoleName: "r" }));
    expect(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? "")).toBe(trust());
    expect(got.Role?.AssumeRolePolicyDocument).not.toContain("{");
    expect(got.Role?.Tags).toEqual([{ Key: "live-origin:stack", Value: "id" }]);
    expect(got.Role?.CreateDate).toEqual(new Date(Date.UTC(2026, 0, 1)));
    const again = await refusalOf(create("R"));
    expect(again.name).toBe("EntityAlreadyExistsException");
    expect(again["$metadata"]).toMatchObject({ httpStatusCode: 409 });
  });

  it("has tags whose keys ignore case", async () => {
    await create();
    await cloud.iam.send(
      new TagRoleCommand({
        RoleName: "r",
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await cloud.iam.send(new TagRoleCommand({ RoleName: "r", Tags: [{ Key: "A", Value: "3" }] }));
    await cloud.iam.send(new UntagRoleCommand({ RoleName: "r", TagKeys: ["B"] }));
    const { Tags } = await cloud.iam.send(new ListRoleTagsCommand({ RoleName: "r" }));
    expect(Tags).toEqual([{ Key: "A", Value: "3" }]);
    const twice = await refusalOf(
      cloud.iam.send(
        new TagRoleCommand({
          RoleName: "r",
          Tags: [
            { Key: "k", Value: "" },
            { Key: "K", Value: "" },
          ],
        }),
      ),
    );
    expect(twice.name).toBe("InvalidInputException");
  });

  it("can go only without policies", async () => {
    await create();
    await put(inline());
    const { PolicyDocument } = await cloud.iam.send(
      new GetRolePolicyCommand({ RoleName: "r", PolicyName: "p" }),
    );
    expect(decodeURIComponent(PolicyDocument ?? "")).toBe(inline());
    const { PolicyNames } = await cloud.iam.send(new ListRolePoliciesCommand({ RoleName: "r" }));
    expect(PolicyNames).toEqual(["p"]);
    const early = await refusalOf(cloud.iam.send(new DeleteRoleCommand({ RoleName: "r" })));
    expect(early.name).toBe("DeleteConflictException");
    await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "r", PolicyName: "p" }));
    await cloud.iam.send(new DeleteRoleCommand({ RoleName: "r" }));
    const gone = await refusalOf(cloud.iam.send(new GetRoleCommand({ RoleName: "r" })));
    expect(gone.name).toBe("NoSuchEntityException");
    const policy = await refusalOf(
      cloud.iam.send(
        new GetRolePolicyCommand({ RoleName: "MediaLiveAccessRole", PolicyName: "p" }),
      ),
    );
    expect(policy.name).toBe("NoSuchEntityException");
  });

  it("keeps the managed policies it was preloaded with", async () => {
    const RoleName = "MediaLiveAccessRole";
    const { AttachedPolicies } = await cloud.iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName }),
    );
    expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual([
      "AmazonSSMReadOnlyAccess",
    ]);
    const error = await refusalOf(cloud.iam.send(new DeleteRoleCommand({ RoleName })));
    expect(error.message).toContain("detach all policies");
  });

  it("is listed over pages, without tags", async () => {
    for (const name of ["a", "b", "c"]) await create(name, trust(), [{ Key: "k", Value: "v" }]);
    const names: (string | undefined)[] = [];
    for await (const page of paginateListRoles({ client: cloud.iam, pageSize: 2 }, {}))
      names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
    expect(names).toEqual(["MediaLiveAccessRole", "a", "b", "c"]);
    const { Roles } = await cloud.iam.send(new ListRolesCommand({ PathPrefix: "/none/" }));
    expect(Roles).toEqual([]);
  });
});

describe("what IAM refuses", () => {
  const documents: readonly (readonly [string, string])[] = [
    ["no JSON", "{"],
    ["a Resource", trust({ Resource: "*" })],
    ["no Principal", trust({ Principal: undefined })],
    ["an unknown Effect", trust({ Effect: "Maybe" })],
    ["a Condition, loudly", trust({ Condition: {} })],
  ];
  it.each(documents)("a trust policy with %s", async (_what, document) => {
    expect((await refusalOf(create("r", document))).name).toBe("MalformedPolicyDocumentException");
    await create();
    const update = cloud.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: "r", PolicyDocument: document }),
    );
    expect((await refusalOf(update)).name).toBe("MalformedPolicyDocumentException");
  });

  const policies: readonly (readonly [string, string])[] = [
    ["no resource", inline({ Resource: undefined })],
    ["a resource that is no ARN", inline({ Resource: "parameter" })],
    ["an action without a service", inline({ Action: "GetParameter" })],
    ["no action", inline({ Action: undefined })],
    ["a principal", inline({ Principal: "*" })],
  ];
  it.each(policies)("an inline policy with %s", async (_what, document) => {
    await create();
    expect((await refusalOf(put(document))).name).toBe("MalformedPolicyDocumentException");
  });

  it("names, sizes and numbers beyond the limits", async () => {
    expect((await refusalOf(create("r".repeat(65)))).name).toBe("ValidationError");
    expect((await refusalOf(create("a b"))).name).toBe("ValidationError");
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
    expect((await refusalOf(create("r", trust(), tags))).name).toBe("LimitExceededException");
    await create();
    const long = inline({ Resource: `arn:aws:ssm:::${"x".repeat(10_300)}` });
    expect((await refusalOf(put(long))).name).toBe("LimitExceededException");
  });

  it("what it does not know, by its Action", async () => {
    const error = await refusalOf(cloud.iam.send(new GetUserCommand({})));
    expect(error.name).toBe("InvalidAction");
    expect(cloud.lines.at(-1)).toMatchObject({ service: "iam", operation: "unknown" });
  });

  it("a caller whose policy does not name the action, with AccessDenied", async () => {
    cloud.restrict({
      Statement: {
        Effect: "Allow",
        Action: "iam:CreateRole",
        Resource: `arn:aws:iam::${ACCOUNT}:role/live-*`,
      },
    });
    expect((await create("live-a")).Role?.RoleName).toBe("live-a");
    const elsewhere = await refusalOf(create("other"));
    expect(elsewhere.name).toBe("AccessDenied");
    expect(elsewhere.message).toContain(
      `iam:CreateRole on resource: arn:aws:iam::${ACCOUNT}:role/other`,
    );
    const tagged = await refusalOf(create("live-b", trust(), [{ Key: "k", Value: "v" }]));
    expect(tagged.message).toContain("iam:TagRole");
  });
});

describe("STS", () => {
  it("says who is calling, and knows nothing else", async () => {
    const identity = await cloud.sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe(ACCOUNT);
    expect(identity.Arn).toBe(`arn:aws:iam::${ACCOUNT}:user/rehearsal`);
    expect((await refusalOf(cloud.sts.send(new GetSessionTokenCommand({})))).name).toBe(
      "InvalidAction",
    );
  });
});
