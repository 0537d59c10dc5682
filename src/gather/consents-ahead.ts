import { LEAK_CONSENT } from "../cli/consents.ts";
import type { MakingFlags } from "../cli/flags.ts";
import type { Invocation } from "../cli/command.ts";
import type { NeededInput } from "../config/needed-input.ts";
import type { Resolution } from "../config/resolve/resolution.ts";
import type { SpecPart } from "../config/spec.ts";

/** The consents that an unattended run has not got and that are known before any network. */
export function consentsAhead(
  { yes, dryRun, acceptKeyLeak }: Invocation<MakingFlags>["flags"],
  resolution: Resolution,
  parts: readonly SpecPart[],
): readonly NeededInput[] {
  if (dryRun === true) return [];
  const plan = { flag: "--yes", what: "consent to the plan (or --dry-run only to see it)" };
  // Of a channel that another command made, the state knows how it gets its key; this run's Spec may not.
  const leaks =
    parts.includes("channel") &&
    resolution.ok &&
    resolution.warnings.some(({ code }) => code === "MASTER_LEAKS_KEY");
  return [
    ...(yes === true ? [] : [plan]),
    ...(leaks && acceptKeyLeak !== true ? [LEAK_CONSENT] : []),
  ];
}
