import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connectIam } from "../../../src/services/iam/client.ts";
import { checkExistingRole } from "../../../src/services/iam/existing-role.ts";
import { commandPolicy } from "../../../src/services/iam/command-policy.ts";
import { connectIdentity } from "../../../src/services/iam/identity-client.ts";
import { roleResource, type FoundRoleAndPolicy } from "../../../src/services/iam/role.ts";
import { parameterResource } from "../../../src/services/ssm/parameter.ts";
import type { Observation, PlanContext } from "../../../src/core/engine/resource.ts";
import { fakeEffects } from "../../unit/services/fake-effects.ts";
import { ENCODER_KEY, contextOf, tutorialSpec } from "../../unit/services/tutorial-context.ts";
import { QUICK, startServices, type ServiceBed } from "./service-bed.ts";

const NAME = "/medialive/live-origin/live-origin/01234567";
const ROLE = "live-origin-live-origin-us-west-2-01234567";
const signal = new AbortController().signal;
let bed: ServiceBed;

afterEach(() => bed.close());

const scopeWith = (encoderAuth: "url-token" | "parameter-store"): PlanContext => ({
  ...contextOf(tutorialSpec({ channel: { encoderAuth } })),
  account: bed.sandbox.account,
});
const roles = () => roleResource(() => Promise.resolve(bed.iam));
const parameters = () => parameterResource(() => Promise.resolve(bed.ssm));
const kinds = (): string[] =>
  bed.sandbox
    .inventory()
    .map(({ kind }) => kind)
    .filter((kind) => kind === "role" || kind === "parameter");

function found(seen: Observation<FoundRoleAndPolicy>): FoundRoleAndPolicy {
  if (seen.is !== "ours") throw new Error(`expected ours, got ${JSON.stringify(seen)}`);
  return seen.found;
}

describe("over the wire", () => {
  beforeEach(async () => {
    bed = await startServices();
  });

  test("the caller's identity is known", async () => {
    const { account, arn } = await bed.identity.whoAmI();
    expect(account).toBe(bed.sandbox.account);
    expect(arn).toMatch(/^arn:aws:/);
  });

  test.each(["url-token", "parameter-store"] as const)(
    "the role with %s is made, found without drift, and removed without a trace",
    async (mode) => {
      const context = scopeWith(mode);
      const effects = fakeEffects({ context, kind: "role" });
      await roles().create(effects);
      const seen = found(await roles().observe(context, undefined, signal));
      expect(roles().diff(context, seen, undefined)).toEqual([]);
      expect(seen.role).toMatchObject({ name: ROLE, arn: effects.current().ids["arn"] });
      expect(seen.policy === undefined).toBe(mode === "url-token");
      await roles().remove(effects, seen);
      expect(await roles().observe(context, undefined, signal)).toEqual({ is: "absent" });
      expect(kinds()).toEqual([]);
      await roles().remove(effects, seen);
    },
  );

  test("a role changes its rights with the mode, and back", async () => {
    await roles().create(fakeEffects({ context: scopeWith("url-token"), kind: "role" }));
    for (const mode of ["parameter-store", "url-token"] as const) {
      const context = scopeWith(mode);
      const seen = found(await roles().observe(context, undefined, signal));
      const changes = roles().diff(context, seen, undefined);
      expect(changes.map(({ path }) => path)).toEqual(["PolicyDocument"]);
      await roles().update(fakeEffects({ context, kind: "role" }), seen, changes);
      const after = found(await roles().observe(context, undefined, signal));
      expect(roles().diff(context, after, undefined)).toEqual([]);
    }
  });

  test("a role whose creation's answer was lost is adopted, not made twice", async () => {
    bed.fault("iam:CreateRole drop-after 1");
    await roles().create(fakeEffects({ context: scopeWith("parameter-store"), kind: "role" }));
    expect(kinds()).toEqual(["role"]);
    expect(bed.calls.filter((call) => call === "iam:CreateRole")).toHaveLength(2);
    expect(bed.calls).toContain("iam:PutRolePolicy");
  });

  test("a role that the user brings is checked by what IAM says of it", async () => {
    const effects = fakeEffects({ context: scopeWith("url-token"), kind: "role" });
    await roles().create(effects);
    const arn = effects.current().ids["arn"] ?? "";
    expect(await checkExistingRole(bed.iam, arn, { signal })).toMatchObject({ name: ROLE });
    await expect(checkExistingRole(bed.iam, `${arn}x`, { signal })).rejects.toMatchObject({
      code: "ROLE_NOT_FOUND",
    });
  });

  test("leftovers are found by their names, with their tags", async () => {
    await roles().create(fakeEffects({ context: scopeWith("url-token"), kind: "role" }));
    await parameters().create(
      fakeEffects({ context: scopeWith("parameter-store"), kind: "parameter" }),
    );
    expect(await bed.iam.findRoles("live-origin-", bed.callOptions)).toMatchObject([
      { name: ROLE, tags: { "live-origin:name": "live-origin" } },
    ]);
    expect(await bed.iam.findRoles("somebody-", bed.callOptions)).toEqual([]);
    expect(await bed.ssm.findParameters("/medialive/live-origin/", bed.callOptions)).toEqual([
      NAME,
    ]);
  });

  test("the parameter holds the key, is rewritten when it changes, and goes", async () => {
    const context = scopeWith("parameter-store");
    const effects = fakeEffects({ context, kind: "parameter" });
    await parameters().create(effects);
    expect((await bed.ssm.readParameter(NAME, bed.callOptions))?.reveal()).toBe(ENCODER_KEY);
    const seen = await parameters().observe(context, effects.current(), signal);
    if (seen.is !== "ours") throw new Error("expected ours");
    expect(parameters().diff(context, seen.found, effects.current())).toEqual([]);
    await parameters().update(effects, seen.found, []);
    await parameters().remove(effects, seen.found);
    expect(await bed.ssm.readParameter(NAME, bed.callOptions)).toBeUndefined();
    await parameters().remove(effects, seen.found);
    expect(kinds()).toEqual([]);
  });

  test("a parameter whose creation's answer was lost is rewritten, not refused", async () => {
    bed.fault("ssm:PutParameter drop-after 1");
    const context = scopeWith("parameter-store");
    await parameters().create(fakeEffects({ context, kind: "parameter" }));
    expect(bed.calls.filter((call) => call === "ssm:PutParameter")).toHaveLength(3);
    expect(kinds()).toEqual(["parameter"]);
  });

  test("throttling, 5xx and resets pass with a reason told", async () => {
    const request = { signal, onRetry: bed.callOptions.onRetry };
    for (const fault of [
      "iam:GetRole refuse 1 Throttling 400",
      "iam:GetRole refuse 1 ServiceFailure 500",
      "iam:GetRole drop-before 1",
    ]) {
      bed.fault(fault);
      expect(await bed.iam.getRole(ROLE, request)).toBeUndefined();
    }
    expect(bed.retries).toEqual([
      "throttled (Throttling)",
      expect.stringContaining("500"),
      expect.stringContaining("connection lost"),
    ]);
  });

  test.each([
    ["AccessDenied 403", "AWS_ACCESS_DENIED"],
    ["ExpiredToken 403", "AWS_CREDENTIALS_EXPIRED"],
    ["InvalidClientTokenId 403", "AWS_CREDENTIALS_REJECTED"],
    ["LimitExceeded 409", "AWS_QUOTA"],
  ])("%s is asked once and becomes %s", async (refusal, code) => {
    bed.fault(`iam:GetRole refuse always ${refusal}`);
    await expect(bed.iam.getRole(ROLE, bed.callOptions)).rejects.toMatchObject({ code });
    expect(bed.calls.filter((call) => call === "iam:GetRole")).toHaveLength(1);
  });
});

test("nobody at the other end is AWS_UNREACHABLE after three quick tries", async () => {
  bed = await startServices();
  const said: string[] = [];
  const nobody = connectIam(
    {
      region: "us-west-2",
      endpoint: "http://127.0.0.1:9",
      credentials: { accessKeyId: "A", secretAccessKey: "b" },
    },
    QUICK,
  );
  await expect(
    nobody.getRole("r", { signal, onRetry: ({ reason }) => void said.push(reason) }),
  ).rejects.toMatchObject({ code: "AWS_UNREACHABLE" });
  expect(said).toEqual(["unreachable", "unreachable"]);
  nobody.close();
});

test("the endpoint of a service can be set by its own variable, as the SDK documents", async () => {
  bed = await startServices();
  process.env["AWS_ENDPOINT_URL_STS"] = bed.sandbox.endpoints.sts;
  const client = connectIdentity(
    { region: "us-west-2", credentials: { accessKeyId: "A", secretAccessKey: "b" } },
    QUICK,
  );
  try {
    expect((await client.whoAmI()).account).toBe(bed.sandbox.account);
  } finally {
    delete process.env["AWS_ENDPOINT_URL_STS"];
    client.close();
  }
});

describe("with the printed policy alone", () => {
  const life = async (): Promise<void> => {
    const context = scopeWith("parameter-store");
    const role = fakeEffects({ context, kind: "role" });
    const parameter = fakeEffects({ context, kind: "parameter" });
    await parameters().create(parameter);
    await roles().create(role);
    const seen = found(await roles().observe(context, undefined, signal));
    const all = ["AssumeRolePolicyDocument", "Tags", "PolicyDocument"];
    const changes = all.map((path) => ({ path, from: 1, to: 2, effect: "update" as const }));
    await roles().update(role, seen, changes);
    const kept = await parameters().observe(context, parameter.current(), signal);
    await parameters().update(parameter, { name: NAME, tags: {}, fingerprint: undefined }, []);
    if (kept.is !== "ours") throw new Error("expected ours");
    await bed.ssm.readParameter(NAME, bed.callOptions);
    await bed.ssm.findParameters("/medialive/live-origin/", bed.callOptions);
    await bed.iam.findRoles("live-origin-", bed.callOptions);
    await roles().remove(role, seen);
    await parameters().remove(parameter, kept.found);
  };
  const policy = commandPolicy(undefined, {
    account: "111122223333",
    region: "us-west-2",
    name: "live-origin",
  });
  const ofOurs = policy.Statement.flatMap(({ Action }) => Action).filter(
    (action) => /^(iam|ssm):/.test(action) && action !== "iam:PassRole",
  );

  test("the whole life of role and parameter passes", async () => {
    bed = await startServices({ policy });
    await life();
    expect(kinds()).toEqual([]);
  });

  test.each(ofOurs)("without %s the error names it", async (action) => {
    const less = policy.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((one) => one !== action),
    })).filter(({ Action }) => Action.length > 0);
    bed = await startServices({ policy: { ...policy, Statement: less } });
    await expect(life()).rejects.toMatchObject({
      code: "AWS_ACCESS_DENIED",
      message: expect.stringContaining(action),
    });
  });
});
