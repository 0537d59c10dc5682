import { describe, expect, test } from "vitest";
import { RESOURCE_KINDS } from "../../../../src/core/state/state.ts";
import { COMMAND_NEEDS, commandPolicy } from "../../../../src/services/iam/command-policy.ts";
import type { PolicyDocument } from "../../../../src/services/iam/policy-document.ts";
import { requiredPolicy } from "../../../../src/services/iam/required-actions.ts";
import { roleName } from "../../../../src/config/names.ts";
import { shown } from "../tutorial-context.ts";

const PLACE = { account: "123456789012", region: "us-west-2", name: "live-origin" };
const actions = (policy: PolicyDocument): string[] =>
  policy.Statement.flatMap(({ Action }) => Action).toSorted();
const resourceOf = (policy: PolicyDocument, sid: string): unknown =>
  policy.Statement.find(({ Sid }) => Sid === sid)?.Resource;

describe("the policy that a command needs", () => {
  test("for everything is what the golden file says", async () => {
    await expect(shown(commandPolicy(undefined, PLACE))).toMatchFileSnapshot(
      "../golden/policy-everything.json",
    );
  });

  test("to look is to read: status and doctor need no write", () => {
    const verbs = [...actions(commandPolicy("status", PLACE))].map(
      (action) => action.split(":")[1] ?? "",
    );
    expect(verbs.every((verb) => /^(Get|List|Describe)/.test(verb))).toBe(true);
    const optional = ["cloudfront:ListFunctions", "servicequotas:ListServiceQuotas"];
    const doctor = actions(commandPolicy("doctor", PLACE));
    expect(doctor.filter((one) => !optional.includes(one))).toEqual(
      actions(commandPolicy("status", PLACE)),
    );
  });

  test("to start and stop changes the channel and the end of its run alone, and reads for the report", () => {
    const looks = new Set(actions(commandPolicy("status", PLACE)));
    const writes = (command: string): string[] =>
      actions(commandPolicy(command, PLACE)).filter((one) => !looks.has(one));
    expect(writes("stop")).toEqual([
      "medialive:StartChannel",
      "medialive:StopChannel",
      "scheduler:DeleteSchedule",
    ]);
    const ends = [
      "iam:CreateRole",
      "iam:PassRole",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UpdateAssumeRolePolicy",
      "scheduler:CreateSchedule",
      "scheduler:UpdateSchedule",
    ];
    expect(writes("start")).toEqual([...writes("stop"), ...ends].toSorted());
  });

  test("to end a run names the schedule and its role exactly, and passes that role alone", () => {
    const policy = commandPolicy("start", PLACE);
    const passing = policy.Statement.filter(({ Action }) =>
      [Action].flat().includes("iam:PassRole"),
    );
    expect(passing.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:iam::123456789012:role/live-origin-stop-live-origin-us-west-2-????????",
    ]);
    expect(resourceOf(policy, "LiveOriginSchedule")).toBe(
      "arn:aws:scheduler:us-west-2:123456789012:schedule/default/live-origin-live-origin-us-west-2-????????",
    );
  });

  test("to tear down makes nothing", () => {
    const made = actions(commandPolicy("teardown", PLACE)).filter((action) =>
      /:(Create|Put|Publish|Pass|Start)/.test(action),
    );
    expect(made).toEqual([]);
  });

  test("create-origin asks AWS for nothing", () => {
    expect(commandPolicy("create-origin", PLACE).Statement).toEqual([]);
  });

  test.each(Object.keys(COMMAND_NEEDS))(
    "for %s is part of the policy for everything",
    (command) => {
      const everything = new Set(actions(commandPolicy(undefined, PLACE)));
      expect(actions(commandPolicy(command, PLACE)).filter((one) => !everything.has(one))).toEqual(
        [],
      );
    },
  );

  test("has a star for lists and prices, and for the one write that IAM cannot restrict", () => {
    const starred = commandPolicy(undefined, PLACE).Statement.filter(
      ({ Resource }) => Resource === "*",
    );
    expect(
      starred.flatMap(({ Action }) => Action).filter((one) => !/:(List|Describe)/.test(one)),
    ).toEqual(["cloudfront:CreateCachePolicy", "pricing:GetProducts"]);
  });

  test("names the role exactly but for the eight characters that are drawn later", () => {
    const resource = String(resourceOf(commandPolicy("init", PLACE), "LiveOriginRole"));
    const pattern = new RegExp(`^${resource.replaceAll("?", ".")}$`);
    const name = roleName({ ...PLACE, stackId: "0123456789abcdef" });
    expect(`arn:aws:iam::123456789012:role/${name}`).toMatch(pattern);
    expect("arn:aws:iam::123456789012:role/admin").not.toMatch(pattern);
  });

  test("fits a long name in a long region, whose role name is shortened", () => {
    const long = { account: "1", region: "ap-southeast-1", name: "a".repeat(32) };
    const resource = String(resourceOf(commandPolicy("init", long), "LiveOriginRole"));
    const name = roleName({ ...long, stackId: "0123456789abcdef" });
    expect(`arn:aws:iam::1:role/${name}`).toMatch(new RegExp(`^${resource.replaceAll("?", ".")}$`));
  });

  test("lets a role that the user brings be passed too", () => {
    const roleArn = "arn:aws:iam::123456789012:role/MediaLiveAccessRole";
    const policy = requiredPolicy(RESOURCE_KINDS, ["create"], { ...PLACE, roleArn });
    expect(resourceOf(policy, "LiveOriginRole")).toContain(roleArn);
  });

  test("fits into IAM's 6,144 characters for a managed policy", () => {
    const text = JSON.stringify(commandPolicy(undefined, PLACE)).replaceAll(/\s/g, "");
    expect(text.length).toBeLessThan(6_144);
  });
});
