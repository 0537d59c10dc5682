import type { Check } from "./check.ts";
import { isRecent } from "./stream/stream-memory.ts";

/** A check that starts other programs: in a watch it is made every half a minute, and its finding holds until then. */
export function nowAndThen(check: Check): Check {
  return {
    ...check,
    run: async (evidence) => {
      const { memory, clock } = evidence.target;
      const known = memory.findings.get(check.id);
      const now = clock.now();
      if (known !== undefined && isRecent(memory, check.id, now)) return known.finding;
      const finding = await check.run(evidence);
      if (finding.verdict !== "skipped") memory.findings.set(check.id, { at: now, finding });
      return finding;
    },
  };
}
