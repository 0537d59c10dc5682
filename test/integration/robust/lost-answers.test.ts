import { expect } from "vitest";
import type { Fault } from "../../../src/sandbox/index.ts";
import { type Opened, test } from "../support/opened.ts";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";

const MODES = ["url-token", "parameter-store"] as const;
const TEARDOWN = ["teardown", "--confirm", "live-origin", "--delete-cache", "live-origin"];

function initFor(mode: string): readonly string[] {
  return [
    ...["init", "--yes", "--encoder-auth", mode, "--playlist-cache-seconds", "1"],
    ...["--input", "rtmp-push", "--cidr", "203.0.113.7/32"],
  ];
}

/** The answer to the first call of each kind that writes is lost after its effect. */
function lostAnswers(
  operations: readonly { service: string; operation: string }[],
): readonly Fault[] {
  return operations.map(({ service, operation }) => ({
    service,
    operation,
    effect: "drop-after",
    times: 1,
  }));
}

/** What one undisturbed life of a stack writes, and what it leaves behind in the middle. */
async function undisturbed(mode: string, opened: Opened) {
  const bed = opened(await openStackBed({ haste: 20 }));
  expect((await bed.run(initFor(mode))).code).toBe(0);
  const things = bed.inventory().map(({ kind }) => kind);
  expect((await bed.run(TEARDOWN)).code).toBe(0);
  return { things: things.toSorted(), writes: distinct(bed) };
}

function distinct(bed: StackBed): readonly { service: string; operation: string }[] {
  const names = new Set(
    bed.calls.filter(isWriteCall).map(({ service, operation }) => `${service}:${operation}`),
  );
  return [...names].map((name) => {
    const [service = "", operation = ""] = name.split(":");
    return { service, operation };
  });
}

test.concurrent.for(MODES)(
  "with every answer to a write lost once, a life of a stack is the same (%s)",
  async (mode, { opened }) => {
    const { things, writes } = await undisturbed(mode, opened);
    expect(writes.length).toBeGreaterThanOrEqual(16);
    const bed = opened(await openStackBed({ haste: 20 }));
    bed.sandbox.setFaults(lostAnswers(writes));
    const made = await bed.run(initFor(mode));
    expect(made.code, made.stderr).toBe(0);
    expect(
      bed
        .inventory()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(things);
    const removed = await bed.run(TEARDOWN);
    expect(removed.code, removed.stderr).toBe(0);
    expect(bed.inventory()).toEqual([]);
  },
);

const CREATIONS = [
  "momento:CreateCache",
  "momento:GenerateApiToken",
  "iam:CreateRole",
  "medialive:CreateInputSecurityGroup",
  "medialive:CreateInput",
  "medialive:CreateChannel",
  "cloudfront:CreateFunction",
  "cloudfront:PublishFunction",
  "cloudfront:CreateCachePolicy",
  "cloudfront:CreateDistributionWithTags",
];

test.concurrent("the creations that are tried are all that there are", async ({ opened }) => {
  const { writes } = await undisturbed("url-token", opened);
  const creations = writes
    .map(({ service, operation }) => `${service}:${operation}`)
    .filter((name) => /:(Create|Publish|Generate)/.test(name));
  expect(creations.toSorted()).toEqual(CREATIONS.toSorted());
});

test.concurrent.for(CREATIONS)(
  "%s is adopted by the next run when its answers were all lost, and not repeated",
  async (name, { opened }) => {
    const [service = "", operation = ""] = name.split(":");
    const bed = opened(await openStackBed({ haste: 20 }));
    bed.sandbox.setFaults([{ service, operation, effect: "drop-after" }]);
    const broken = bed.start(initFor("url-token"));
    while (!bed.calls.some((call) => call.operation === operation))
      await new Promise((done) => setImmediate(done));
    broken.child.kill("SIGKILL");
    await broken.exited;
    bed.sandbox.setFaults([]);
    const again = await bed.run(initFor("url-token"));
    expect(again.code, again.stderr).toBe(0);
    expect(
      bed
        .inventory()
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual([
      ...["cache", "cache-policy", "channel", "distribution", "function"],
      ...["input", "input-security-group", "role"],
    ]);
  },
);
