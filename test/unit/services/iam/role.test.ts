import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../src/core/engine/resource.ts";
import { roleResource, type FoundRoleAndPolicy } from "../../../../src/services/iam/role.ts";
import { modelProblems, modelsInUse } from "../aws-model.ts";
import { fakeEffects } from "../fake-effects.ts";
import { recorded, contextOf, shown, STACK_ID, tutorialSpec } from "../tutorial-context.ts";
import { fakeIam, type FakeIam } from "./fake-iam.ts";

const NAME = "live-origin-live-origin-us-west-2-01234567";
const signal = new AbortController().signal;
const urlToken = contextOf(tutorialSpec());
const parameterStore = contextOf(tutorialSpec({ channel: { encoderAuth: "parameter-store" } }));

const resourceOf = (iam: FakeIam) => roleResource(() => Promise.resolve(iam));
const made = async (context = urlToken) => {
  const iam = fakeIam();
  const resource = resourceOf(iam);
  const effects = fakeEffects({ context, kind: "role" });
  await resource.create(effects);
  return { iam, resource, effects };
};
const found = (seen: Observation<FoundRoleAndPolicy>): FoundRoleAndPolicy => {
  if (seen.is !== "ours") throw new Error(`expected ours, got ${seen.is}`);
  return seen.found;
};

describe("requests", () => {
  test.each([
    ["url-token", urlToken],
    ["parameter-store", parameterStore],
  ])("the calls that make the role with %s satisfy IAM's model", async (mode, context) => {
    const calls = resourceOf(fakeIam()).calls(context, {
      action: "create",
      found: undefined,
      differences: [],
    });
    expect(calls.flatMap(modelProblems)).toEqual([]);
    const readable = calls.map(({ operation, input }) => ({ operation, input: opened(input) }));
    await expect(shown(readable)).toMatchFileSnapshot(`../golden/role-${mode}.json`);
  });

  test("every other write satisfies IAM's model as well", async ({ annotate }) => {
    await annotate(modelsInUse());
    const { resource, iam } = await made(parameterStore);
    const seen = found(await resource.observe(urlToken, undefined, signal));
    const all = ["AssumeRolePolicyDocument", "Tags", "PolicyDocument"].map((path) => ({
      path,
      from: 1,
      to: 2,
      effect: "update" as const,
    }));
    const calls = [
      ...resource.calls(urlToken, { action: "update", found: seen, differences: all }),
      ...resource.calls(parameterStore, { action: "update", found: seen, differences: all }),
      ...resource.calls(urlToken, { action: "delete", found: seen, differences: [] }),
    ];
    expect([...new Set(calls.map(({ operation }) => operation))]).toEqual([
      "UpdateAssumeRolePolicy",
      "TagRole",
      "DeleteRolePolicy",
      "PutRolePolicy",
      "DeleteRole",
    ]);
    expect(calls.flatMap(modelProblems)).toEqual([]);
    expect(iam.asked).toEqual(["CreateRole", "PutRolePolicy"]);
  });
});

describe("making it", () => {
  test("gives no right at all with url-token", async () => {
    const { iam, effects } = await made();
    expect(iam.asked).toEqual(["CreateRole"]);
    expect(effects.current().ids).toEqual({
      name: NAME,
      arn: `arn:aws:iam::123456789012:role/${NAME}`,
    });
  });

  test("gives the right to read one parameter with parameter-store", async () => {
    const { iam } = await made(parameterStore);
    expect(iam.policies.get(NAME)).toMatchObject({
      Statement: [
        {
          Action: ["ssm:GetParameter", "ssm:GetParameters"],
          Resource:
            "arn:aws:ssm:us-west-2:123456789012:parameter/medialive/live-origin/live-origin/01234567",
        },
      ],
    });
  });

  test("finishes what a lost answer or a crash left: role there, policy missing", async () => {
    const { iam, resource } = await made();
    iam.asked.length = 0;
    const effects = fakeEffects({ context: parameterStore, kind: "role" });
    await resource.create(effects);
    expect(iam.asked).toEqual(["CreateRole", "PutRolePolicy"]);
    expect(effects.current().ids["name"]).toBe(NAME);
  });

  test("refuses a role of that name that is somebody else's", async () => {
    const { iam, resource } = await made();
    const role = iam.roles.get(NAME);
    if (role !== undefined) iam.roles.set(NAME, { ...role, tags: {} });
    await expect(
      resource.create(fakeEffects({ context: urlToken, kind: "role" })),
    ).rejects.toMatchObject({ code: "NOT_OURS" });
  });
});

describe("what is there", () => {
  test("is found by name and owned by the stack tag", async () => {
    const { resource, iam } = await made();
    expect(await resource.observe(urlToken, undefined, signal)).toMatchObject({
      is: "ours",
      unrecorded: true,
    });
    const known = recorded({ name: NAME });
    expect(await resource.observe(urlToken, known, signal)).not.toHaveProperty("unrecorded");
    const role = iam.roles.get(NAME);
    if (role === undefined) throw new Error("no role");
    iam.roles.set(NAME, { ...role, tags: { "live-origin:stack": "ffffffffffffffff" } });
    expect(await resource.observe(urlToken, known, signal)).toMatchObject({
      is: "foreign",
      what: expect.stringContaining("ffffffffffffffff"),
    });
  });

  test("does not differ when IAM writes the same policies in its own way", async () => {
    const { resource, iam } = await made(parameterStore);
    const role = iam.roles.get(NAME);
    if (role === undefined) throw new Error("no role");
    iam.roles.set(NAME, {
      ...role,
      trust: {
        Statement: [
          {
            Principal: { Service: ["medialive.amazonaws.com"] },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Effect: "Allow",
          },
        ],
        Version: "2012-10-17",
      },
    });
    const seen = found(await resource.observe(parameterStore, undefined, signal));
    expect(resource.diff(parameterStore, seen, undefined)).toEqual([]);
  });

  test.each([
    ["a widened trust", { trust: { Statement: [] } }, ["AssumeRolePolicyDocument"]],
    ["a lost name tag", { tags: { "live-origin:stack": STACK_ID } }, ["Tags"]],
  ])("%s is drift, and an update repairs it", async (_name, drift, paths) => {
    const { resource, iam } = await made();
    const role = iam.roles.get(NAME);
    if (role === undefined) throw new Error("no role");
    iam.roles.set(NAME, { ...role, ...drift });
    const seen = found(await resource.observe(urlToken, undefined, signal));
    const changes = resource.diff(urlToken, seen, undefined);
    expect(changes.map(({ path }) => path)).toEqual(paths);
    await resource.update(fakeEffects({ context: urlToken, kind: "role" }), seen, changes);
    const after = found(await resource.observe(urlToken, undefined, signal));
    expect(resource.diff(urlToken, after, undefined)).toEqual([]);
  });

  test("the policy goes when the mode goes back to url-token", async () => {
    const { resource, iam } = await made(parameterStore);
    const seen = found(await resource.observe(urlToken, undefined, signal));
    const changes = resource.diff(urlToken, seen, undefined);
    expect(
      resource
        .calls(urlToken, { action: "update", found: seen, differences: changes })
        .map(({ operation }) => operation),
    ).toEqual(["DeleteRolePolicy"]);
    await resource.update(fakeEffects({ context: urlToken, kind: "role" }), seen, changes);
    expect(iam.policies.size).toBe(0);
  });
});

test("removing takes the policy first", async () => {
  const { resource, iam } = await made(parameterStore);
  const seen = found(await resource.observe(parameterStore, undefined, signal));
  iam.asked.length = 0;
  await resource.remove(fakeEffects({ context: parameterStore, kind: "role" }), seen);
  expect(iam.asked).toEqual(["DeleteRolePolicy", "DeleteRole"]);
});

test("removing asks for no policy that is not there", async () => {
  const { resource, iam } = await made();
  const seen = found(await resource.observe(urlToken, undefined, signal));
  iam.asked.length = 0;
  await resource.remove(fakeEffects({ context: urlToken, kind: "role" }), seen);
  expect(iam.asked).toEqual(["DeleteRole"]);
});

test("is not wanted when the user brings a role", () => {
  const spec = tutorialSpec({ channel: { roleArn: "arn:aws:iam::123456789012:role/mine" } });
  expect(resourceOf(fakeIam()).wanted(spec)).toBe(false);
});

/** The documents inside a request as objects, so that the golden file can be read. */
function opened(input: unknown): unknown {
  return Object.fromEntries(
    Object.entries(input ?? {}).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value,
    ]),
  );
}
