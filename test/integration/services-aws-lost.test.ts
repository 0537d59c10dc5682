import { afterEach, expect, test } from "vitest";
import type { CallObserver } from "../../src/sandbox/faults.ts";
import { tutorialSpec } from "../unit/services/tutorial-context.ts";
import { actions, awsKinds, failures, startAwsStack, type AwsStack } from "./support/aws-stack.ts";

const open: AwsStack[] = [];
afterEach(async () => {
  for (const { sandbox } of open.splice(0)) await sandbox.close();
});

const spec = tutorialSpec({ cdn: { playlistCacheSeconds: 1 } });
const WRITE = /^(Create|Update|Delete|Publish|Put|Tag|Untag|Start|Stop)/;

/** The network ends at the nth write call: before it arrives, or after its effect but before the answer. */
async function startWithBreak(): Promise<{
  readonly stack: AwsStack;
  readonly breakAt: (write: number, phase: "before" | "after") => void;
  readonly heal: () => void;
  readonly writes: () => readonly string[];
}> {
  let writes: string[] = [];
  let breaking: { readonly write: number; readonly phase: "before" | "after" } | undefined;
  let close: (() => void) | undefined;
  const onCall: CallObserver = (phase, { operation }) => {
    if (!WRITE.test(operation)) return;
    if (phase === "before") writes.push(operation);
    if (breaking?.write === writes.length && breaking.phase === phase) close?.();
  };
  const stack = await startAwsStack(spec, { onCall });
  open.push(stack);
  close = () =>
    stack.sandbox.setFaults([
      { service: "*", operation: "*", effect: "drop-before" },
      { service: "*", operation: "*", effect: "drop-after" },
    ]);
  return {
    stack,
    breakAt: (write, phase) => {
      writes = [];
      breaking = { write, phase };
    },
    heal: () => {
      breaking = undefined;
      stack.sandbox.setFaults([]);
    },
    writes: () => writes,
  };
}

test("whichever write the network ends at, a rerun makes exactly one of each, and a teardown leaves none", async () => {
  const undisturbed = await startWithBreak();
  await undisturbed.stack.apply();
  const things = awsKinds(undisturbed.stack.sandbox);
  const count = undisturbed.writes().length;
  expect(count).toBeGreaterThanOrEqual(8);
  for (const phase of ["before", "after"] as const)
    for (let write = 1; write <= count; write += 1) {
      const { stack, breakAt, heal, writes } = await startWithBreak();
      breakAt(write, phase);
      const broken = await stack.apply();
      const place = `${phase} write ${write} (${writes().at(write - 1) ?? "?"})`;
      expect(broken.failed.length, place).toBeGreaterThan(0);
      heal();
      expect(failures(await stack.apply()), place).toEqual([]);
      expect(awsKinds(stack.sandbox), place).toEqual(things);
      expect(actions(await stack.plan()), place).toEqual([]);
      expect(failures(await stack.teardown()), place).toEqual([]);
      expect(awsKinds(stack.sandbox), place).toEqual([]);
    }
});

test("whichever write of a teardown the network ends at, a second one leaves nothing", async () => {
  const undisturbed = await startWithBreak();
  await undisturbed.stack.apply();
  undisturbed.breakAt(0, "before");
  await undisturbed.stack.teardown();
  const count = undisturbed.writes().length;
  expect(count).toBeGreaterThanOrEqual(8);
  for (let write = 1; write <= count; write += 1) {
    const { stack, breakAt, heal, writes } = await startWithBreak();
    await stack.apply();
    breakAt(write, "after");
    await stack.teardown();
    const place = `after write ${write} (${writes().at(write - 1) ?? "?"})`;
    heal();
    expect(failures(await stack.teardown()), place).toEqual([]);
    expect(awsKinds(stack.sandbox), place).toEqual([]);
    expect(stack.resources(), place).toEqual({});
  }
});

const CREATIONS = [
  "CreateInputSecurityGroup",
  "CreateInput",
  "CreateChannel",
  "CreateFunction",
  "PublishFunction",
  "CreateCachePolicy",
  "CreateDistributionWithTags",
];

test.each(CREATIONS)("one lost answer of %s is repaired within the run", async (operation) => {
  const stack = await startAwsStack(spec, {
    faults: [{ service: "*", operation, effect: "drop-after", times: 1 }],
  });
  open.push(stack);
  expect(failures(await stack.apply())).toEqual([]);
  expect(stack.events.some(({ type }) => type === "step.retrying")).toBe(true);
  expect(actions(await stack.plan())).toEqual([]);
  const once = await startAwsStack(spec);
  open.push(once);
  await once.apply();
  expect(awsKinds(stack.sandbox)).toEqual(awsKinds(once.sandbox));
});
