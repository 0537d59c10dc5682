import type { World } from "./world.ts";

/**
 * Milliseconds per transition: `instant`, `brief`, `realistic`. The vendors promise no durations; the realistic column
 * is inferred from what their guides and users report (a channel starts in about a minute, CloudFront deploys in a few
 * minutes, a new IAM role is assumable after some seconds).
 */
const TRANSITIONS = {
  "channel.creating": [0, 1_000, 10_000],
  "channel.starting": [0, 2_000, 60_000],
  "channel.stopping": [0, 1_500, 30_000],
  "channel.updating": [0, 1_000, 10_000],
  "channel.deleting": [0, 1_000, 20_000],
  "channel.recovering": [0, 2_000, 15_000],
  "input.creating": [0, 500, 3_000],
  "input.detaching": [0, 500, 3_000],
  "input.deleting": [0, 500, 5_000],
  "input-security-group.updating": [0, 500, 2_000],
  "input-security-group.releasing": [0, 500, 5_000],
  "distribution.deploying": [0, 3_000, 240_000],
  "distribution.reaching-edge": [0, 500, 30_000],
  "function.deploying": [0, 500, 20_000],
  "role.propagating": [0, 1_000, 10_000],
} as const satisfies Record<string, readonly [number, number, number]>;

/** The transitions that take time. */
export type TransitionName = keyof typeof TRANSITIONS;

/**
 * How long a transition takes, in milliseconds. `instant` is 0: the state in between is in the answer of the call that
 * started it and gone at the next look.
 */
export function transitionMs(
  { latency, transitionsMs }: Pick<World, "latency" | "transitionsMs">,
  transition: TransitionName,
): number {
  const [instant, brief, realistic] = TRANSITIONS[transition];
  return transitionsMs?.[transition] ?? { instant, brief, realistic }[latency];
}
