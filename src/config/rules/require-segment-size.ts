import { failureOf } from "../resolve/resolution-failure.ts";
import { isProblem } from "./rule.ts";
import { segmentSizeFindings } from "./size-rules.ts";
import type { Spec } from "../spec.ts";

/**
 * Refuses a Spec with a rung whose segments the origin would not take (Momento media storage guide: "less than 10MB").
 * Throws SEGMENT_TOO_LARGE with the sum and both ways out.
 */
export function requireSegmentSize(spec: Pick<Spec, "channel">): void {
  const problems = segmentSizeFindings(spec).filter(isProblem);
  if (problems.length > 0) throw failureOf({ ok: false, problems, missing: [] });
}
