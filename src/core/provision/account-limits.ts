import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { compareLimits, ladderDemand, type ReportedLimits } from "../../config/limits.ts";
import type { Spec } from "../../config/spec.ts";
import type { Invocation } from "../../cli/command.ts";

/**
 * Holds the ladder against the account's limits before anything bills. A documented default that would be exceeded is a
 * warning; a limit that the account reports stops with OVER_LIMIT (`exitCode` 2 before anything is made, 3 after), unless
 * `--allow-over-limit`.
 */
export function checkAccountLimits(
  { output, flags }: Invocation,
  spec: Spec,
  reported: ReportedLimits | undefined,
  exitCode: number,
): void {
  const findings = compareLimits(ladderDemand(spec), reported);
  const isAllowed = flags["allowOverLimit"] === true;
  const stops = findings.filter(({ level }) => level === "stop" && !isAllowed);
  for (const finding of findings) if (!stops.includes(finding)) output.warn(finding.message);
  if (stops.length === 0) return;
  throw new LiveOriginError({
    code: "OVER_LIMIT",
    message: stops.map(({ message }) => message).join("\n"),
    hint:
      exitCode === EXIT.partial
        ? "The cache exists and costs nothing while empty. Choose settings that fit and run again, add --allow-over-limit, or undo with teardown."
        : "Choose settings that fit, or go on with --allow-over-limit.",
    resource: "cache",
    details: stops,
    exitCode,
  });
}
