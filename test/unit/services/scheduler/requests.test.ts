import { describe, expect, test } from "vitest";
import { atExpression, momentOf } from "../../../../src/services/scheduler/at-expression.ts";
import {
  buildCreateSchedule,
  buildDeleteSchedule,
  buildUpdateSchedule,
} from "../../../../src/services/scheduler/schedule-request.ts";
import { schedulerRoleResource } from "../../../../src/services/scheduler/scheduler-role.ts";
import { buildGetProducts } from "../../../../src/services/pricing/requests.ts";
import { scheduleName, schedulerRoleName } from "../../../../src/config/names.ts";
import { modelProblems, modelsInUse } from "../aws-model.ts";
import { expectGolden } from "../golden.ts";
import { fakeIam } from "../iam/fake-iam.ts";
import { ALL_ROWS, recorded, contextOf, tutorialSpec } from "../tutorial-context.ts";

const END = Date.UTC(2026, 10, 27, 22, 0);
const context = contextOf(tutorialSpec(), {
  ...ALL_ROWS,
  schedulerRole: recorded({
    name: "live-origin-stop-live-origin-us-west-2-01234567",
    arn: "arn:aws:iam::123456789012:role/live-origin-stop-live-origin-us-west-2-01234567",
  }),
});

describe("requests", () => {
  test("to EventBridge Scheduler are those of the golden files and satisfy its model", async ({
    annotate,
  }) => {
    await annotate(modelsInUse());
    const calls = {
      CreateSchedule: buildCreateSchedule(context, { endAt: END, token: "token" }),
      UpdateSchedule: buildUpdateSchedule(context, END),
      DeleteSchedule: buildDeleteSchedule(context),
    };
    for (const [operation, input] of Object.entries(calls))
      expect(modelProblems({ service: "scheduler", operation, input })).toEqual([]);
    expectGolden("create-schedule", calls.CreateSchedule);
    expect(calls.UpdateSchedule).toEqual({ ...calls.CreateSchedule, ClientToken: undefined });
  });

  test("that make the role are those of the golden file and satisfy IAM's model", () => {
    const role = schedulerRoleResource(
      () => Promise.resolve(fakeIam()),
      () => true,
    );
    const calls = role.calls(context, { action: "create", found: undefined, differences: [] });
    expect(calls.flatMap(modelProblems)).toEqual([]);
    const opened = calls.map(({ operation, input }) => ({
      operation,
      input: Object.fromEntries(
        Object.entries(input as Record<string, unknown>).map(([name, value]) => [
          name,
          name.endsWith("Document") ? (JSON.parse(String(value)) as unknown) : value,
        ]),
      ),
    }));
    expectGolden("role-scheduler", opened);
  });

  test("to the Price List satisfy its model", () => {
    const usage = { direction: "OUT", resolution: "HD", mbps: 10, fps: 30 } as const;
    const input = buildGetProducts({ usage, region: "us-east-1" }, "page");
    expect(modelProblems({ service: "pricing", operation: "GetProducts", input })).toEqual([]);
    expectGolden("get-products", input);
  });
});

test("a moment is written and read back; another zone, another form or no day at all is not", () => {
  expect(atExpression(END)).toBe("at(2026-11-27T22:00:00)");
  expect(momentOf("at(2026-11-27T22:00:00)", "UTC")).toBe(END);
  expect(momentOf("at(2026-11-27T22:00:00)", undefined)).toBe(END);
  expect(momentOf("at(2026-11-27T22:00:00)", "Europe/Berlin")).toBeUndefined();
  expect(momentOf("rate(5 minutes)", "UTC")).toBeUndefined();
  expect(momentOf("at(2026-13-27T22:00:00)", "UTC")).toBeUndefined();
  expect(momentOf(undefined, "UTC")).toBeUndefined();
});

test("names are at most 64 characters, and two stacks have two", () => {
  const identity = { name: "a".repeat(32), region: "ap-southeast-1", stackId: "0123456789abcdef" };
  const other = { ...identity, stackId: "fedcba9876543210" };
  for (const name of [scheduleName, schedulerRoleName]) {
    expect(name(identity).length).toBeLessThanOrEqual(64);
    expect(name(identity)).toMatch(/^[0-9a-zA-Z-_.]+01234567$/);
    expect(name(identity)).not.toBe(name(other));
  }
});
