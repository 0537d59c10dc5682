import { CLOUDFRONT_PROBES } from "./probes/cloudfront.ts";
import { EDGE_PROBES } from "./probes/edge.ts";
import { ENCODER_PROBES } from "./probes/encoder.ts";
import { MEDIALIVE_PROBES } from "./probes/medialive.ts";
import { MOMENTO_PROBES } from "./probes/momento.ts";
import { NEAR_MISSES } from "./probes/near-misses.ts";
import { OTHER_PROBES } from "./probes/other-services.ts";
import { UNASKED } from "./probes/unasked.ts";
import { GROUPS, type Probe } from "./probe.ts";

/** The register: every assumption of the sandbox. */
export const PROBES: readonly Probe[] = [
  ...MOMENTO_PROBES,
  ...MEDIALIVE_PROBES,
  ...NEAR_MISSES,
  ...CLOUDFRONT_PROBES,
  ...EDGE_PROBES,
  ...OTHER_PROBES,
  ...ENCODER_PROBES,
  ...UNASKED,
];

/** The probes of these groups and ids; undefined names everything that can be asked. Unknown words come back as `unknown`. */
export function chosenProbes(words: readonly string[] = ["all"]): {
  readonly chosen: readonly Probe[];
  readonly unknown: readonly string[];
} {
  const asked = PROBES.filter(({ group }) => group !== "unasked");
  const known = new Set<string>(["all", ...GROUPS, ...asked.map(({ id }) => id)]);
  return {
    chosen: asked.filter(
      ({ id, group }) => words.includes("all") || words.includes(group) || words.includes(id),
    ),
    unknown: words.filter((word) => !known.has(word)),
  };
}
