import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkPolicy, evaluatePolicies, evaluatePolicy } from "../../../src/sandbox/iam/policy.ts";
import { seeded } from "../seeded.ts";

const CHANNEL = "arn:aws:medialive:us-west-2:123456789012:channel:1234567";
const document = (...Statement: unknown[]) => ({ Version: "2012-10-17", Statement });
const allow = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
const deny = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Deny", Action, Resource });

describe("a policy", () => {
  const cases: readonly (readonly [string, boolean, unknown])[] = [
    ["allows what it names", true, document(allow("medialive:StartChannel"))],
    ["allows nothing else", false, document(allow("medialive:StopChannel"))],
    ["allows by wildcard", true, document(allow("medialive:*"))],
    ["allows by part of a name", true, document(allow("medialive:Start*"))],
    ["allows by single letters", true, document(allow("medialive:?tartChannel"))],
    ["ignores the case of actions", true, document(allow("MediaLive:startchannel"))],
    ["allows one of several actions", true, document(allow(["iam:*", "medialive:StartChannel"]))],
    ["allows everything", true, document(allow("*"))],
    ["allows on the resource", true, document(allow("*", CHANNEL))],
    [
      "allows on a resource by wildcard",
      true,
      document(allow("*", "arn:aws:medialive:*:*:channel:*")),
    ],
    ["does not allow on another resource", false, document(allow("*", CHANNEL.replace("7", "8")))],
    ["heeds the case of resources", false, document(allow("*", CHANNEL.toUpperCase()))],
    ["takes no part of an ARN for the whole", false, document(allow("*", CHANNEL.slice(0, -1)))],
    ["denies before it allows", false, document(allow("*"), deny("medialive:StartChannel"))],
    ["denies only what it names", true, document(allow("*"), deny("medialive:DeleteChannel"))],
    [
      "allows all but NotAction",
      false,
      document({ Effect: "Allow", NotAction: "medialive:*", Resource: "*" }),
    ],
    [
      "allows beside NotAction",
      true,
      document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    ],
    [
      "allows all but NotResource",
      false,
      document({ Effect: "Allow", Action: "*", NotResource: CHANNEL }),
    ],
    [
      "allows beside NotResource",
      true,
      document({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::b" }),
    ],
    ["may have one statement without a list", true, { Statement: allow("*") }],
    ["may be text", true, JSON.stringify(document(allow("*")))],
  ];
  it.each(cases)("%s", (_what, allowed, policy) => {
    expect(
      evaluatePolicy({ document: policy, action: "medialive:StartChannel", resource: CHANNEL }),
    ).toBe(allowed);
  });

  it("takes a dot and other signs as they are", () => {
    const policy = document(allow("*", "arn:aws:ssm:us-west-2:1:parameter/a.b+c"));
    expect(
      evaluatePolicy({
        document: policy,
        action: "ssm:GetParameter",
        resource: "arn:aws:ssm:us-west-2:1:parameter/a.b+c",
      }),
    ).toBe(true);
    expect(
      evaluatePolicy({
        document: policy,
        action: "ssm:GetParameter",
        resource: "arn:aws:ssm:us-west-2:1:parameter/axb+c",
      }),
    ).toBe(false);
  });

  it("matches any ARN by its own text, and by its text with any part starred", () => {
    const letter = fc.constantFrom(..."abcXYZ019:/.-_()[]{}$^+|\\".split(""));
    const text = fc.array(letter, { maxLength: 20 }).map((letters) => `arn:${letters.join("")}`);
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(20), (arn, from, length) => {
        fc.pre(!arn.includes("${"));
        const starred = `${arn.slice(0, from)}*${arn.slice(from + length)}`;
        fc.pre(!starred.includes("${"));
        return (
          evaluatePolicy({ document: document(allow("*", arn)), action: "a:B", resource: arn }) &&
          evaluatePolicy({ document: document(allow("*", starred)), action: "a:B", resource: arn })
        );
      }),
      seeded("policies and ARNs", 1000),
    );
  });

  it("lets a role be passed to the services of its Condition, and nothing else happen by it", () => {
    const to = (service: unknown) =>
      document({
        ...allow("*"),
        Condition: { StringEquals: { "iam:PassedToService": service } },
      });
    const passes = (policy: unknown) =>
      evaluatePolicy({
        document: policy,
        action: "iam:PassRole",
        resource: "arn:aws:iam::1:role/r",
        context: {
          "iam:PassedToService": "medialive.amazonaws.com",
        },
      });
    expect(passes(to("medialive.amazonaws.com"))).toBe(true);
    expect(passes(to(["ec2.amazonaws.com", "medialive.amazonaws.com"]))).toBe(true);
    expect(passes(to("ec2.amazonaws.com"))).toBe(false);
    expect(
      evaluatePolicy({
        document: to("medialive.amazonaws.com"),
        action: "iam:GetRole",
        resource: "*",
      }),
    ).toBe(false);
  });

  const refused: readonly (readonly [string, unknown])[] = [
    ["an empty Condition", document({ ...allow("*"), Condition: {} })],
    [
      "another Condition",
      document({ ...allow("*"), Condition: { StringEquals: { "aws:RequestTag/a": "b" } } }),
    ],
    ["a policy variable", document(allow("*", "arn:aws:s3:::${aws:username}"))],
    ["no statement", document()],
    ["no action", document({ Effect: "Allow", Resource: "*" })],
    ["both Action and NotAction", document({ ...allow("*"), NotAction: "a:b" })],
    ["an unknown version", { Version: "2020-01-01", Statement: [allow("*")] }],
    ["an unknown member", document({ ...allow("*"), Resources: "*" })],
    ["text that is no JSON", "{"],
    ["nothing", undefined],
  ];
  it.each(refused)("with %s is refused instead of guessed at", (_what, policy) => {
    expect(() => checkPolicy(policy)).toThrow();
    expect(() => evaluatePolicy({ document: policy, action: "a:B", resource: "*" })).toThrow();
  });

  it("denies what another policy of the same role allows", () => {
    const both = [document(allow("*")), document(deny("ssm:*"))];
    expect(evaluatePolicies(both, "ssm:GetParameter", "*")).toBe(false);
    expect(evaluatePolicies(both, "kms:Decrypt", "*")).toBe(true);
    expect(evaluatePolicies([], "kms:Decrypt", "*")).toBe(false);
  });
});
