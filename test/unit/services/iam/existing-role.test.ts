import { describe, expect, test } from "vitest";
import { checkExistingRole } from "../../../../src/services/iam/existing-role.ts";
import { trustPolicy, trustsMediaLive } from "../../../../src/services/iam/policy-document.ts";
import { fakeIam } from "./fake-iam.ts";

const ARN = "arn:aws:iam::123456789012:role/service-role/MediaLiveAccessRole";
const callOptions = { signal: new AbortController().signal };
const withTrust = (trust: unknown) => {
  const iam = fakeIam();
  iam.roles.set("MediaLiveAccessRole", { name: "MediaLiveAccessRole", arn: ARN, trust, tags: {} });
  return iam;
};

describe("a role that the user brings", () => {
  test("is good when it exists under a path and MediaLive may assume it, and is not touched", async () => {
    const iam = withTrust(trustPolicy());
    expect(await checkExistingRole(iam, ARN, callOptions)).toMatchObject({ arn: ARN });
    expect(iam.asked).toEqual([]);
  });

  test.each([
    ["is not an ARN", "MediaLiveAccessRole", trustPolicy(), "ROLE_ARN_INVALID"],
    ["is a user", "arn:aws:iam::123456789012:user/me", trustPolicy(), "ROLE_ARN_INVALID"],
    ["does not exist", "arn:aws:iam::123456789012:role/other", trustPolicy(), "ROLE_NOT_FOUND"],
    [
      "is in another account",
      "arn:aws:iam::999999999999:role/MediaLiveAccessRole",
      trustPolicy(),
      "ROLE_NOT_FOUND",
    ],
    ["trusts somebody else", ARN, { Statement: [] }, "ROLE_NOT_TRUSTED"],
  ])("that %s is refused", async (_name, arn, trust, code) => {
    await expect(checkExistingRole(withTrust(trust), arn, callOptions)).rejects.toMatchObject({
      code,
      exitCode: 2,
    });
  });
});

describe("who may assume a role", () => {
  const statement = (changes: object): unknown => ({
    Statement: {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: ["ec2.amazonaws.com", "medialive.amazonaws.com"] },
      ...changes,
    },
  });

  test("MediaLive among others, in any of the forms IAM allows", () => {
    expect(trustsMediaLive(statement({}))).toBe(true);
    expect(trustsMediaLive(statement({ Action: ["sts:TagSession", "sts:AssumeRole"] }))).toBe(true);
  });

  test.each([
    ["a denial", { Effect: "Deny" }],
    ["another action", { Action: "sts:TagSession" }],
    ["another service", { Principal: { Service: "ec2.amazonaws.com" } }],
    ["an account", { Principal: { AWS: "*" } }],
  ])("but not with %s", (_name, changes) => {
    expect(trustsMediaLive(statement(changes))).toBe(false);
  });

  test.each([undefined, null, "x", {}, { Statement: "x" }, { Statement: [null] }])(
    "%j trusts nobody",
    (trust) => {
      expect(trustsMediaLive(trust)).toBe(false);
    },
  );
});
