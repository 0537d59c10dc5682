import { expect, test } from "vitest";
import { parseFault } from "../../src/sandbox/index.ts";
import { rehearsal } from "./support/rehearsal.ts";

test("a distribution on a pricing plan is disabled, said to stay until when, and gone with a later teardown", async () => {
  const bed = await rehearsal({
    faults: [parseFault("cloudfront:DeleteDistribution refuse always PricingPlan")],
  });
  try {
    expect((await bed.run(["init", "--yes"])).code).toBe(0);
    const teardown = ["teardown", "--confirm", "live-origin"];
    const first = await bed.run(teardown);
    expect(first.code, first.stderr).toBe(3);
    expect(first.stderr).toMatch(/on a pricing plan.* on \d{4}-\d\d-\d\d at the latest.*disabled/);
    expect(first.stderr).toMatch(/→ .*run the same command again/);
    // What bills by the hour is gone; what the distribution uses waits for it.
    expect(bed.kinds()).not.toContain("channel");
    expect(bed.kinds()).toContain("distribution");
    bed.sandbox.setFaults([]);
    const second = await bed.run(teardown);
    expect(second.code, second.stderr).toBe(0);
    expect(bed.kinds()).toEqual([]);
  } finally {
    await bed.close();
  }
});
