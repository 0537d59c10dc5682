import { runningSince } from "../../verify/running-since.ts";
import type { Host } from "../host.ts";

/** Nobody waits longer than this to be told what a run has cost, milliseconds. */
const PATIENCE_MS = 2_000;

/**
 * For how many seconds the channel has been running, to within a segment or two, as the edge's playlist tells. Undefined
 * without a distribution, and when the edge does not tell within two seconds. Never fails.
 */
export async function runLengthSeconds(
  { clock, signal }: Pick<Host, "clock" | "signal">,
  playbackUrl: string | null,
): Promise<number | undefined> {
  if (playbackUrl === null) return undefined;
  const leaving = new AbortController();
  const both = AbortSignal.any([signal, leaving.signal]);
  const late = clock.sleep(PATIENCE_MS, both).then(
    () => undefined,
    () => undefined,
  );
  const since = runningSince(playbackUrl, { clock, signal: both }).catch(() => undefined);
  const first = await Promise.race([since, late]);
  leaving.abort(new Error("no longer waited for"));
  return first === undefined ? undefined : Math.max(0, (clock.now() - first) / 1000);
}
