import type { AutoStop, AutoStopProblem } from "./diagnose-auto-stop.ts";

/** What ends a show, as `--json` prints it; null is what nobody could look at. */
export type EndDocument = {
  readonly is: AutoStop["is"];
  /** ISO 8601, UTC: the channel stops within the minute that begins then. */
  readonly endsAt: string | null;
  /** From now, by AWS's clock; null where it does not end by itself. */
  readonly leftSeconds: number | null;
  readonly schedule: string | null;
  readonly problems: readonly AutoStopProblem[];
} | null;

/** The end of a show as data. */
export function endDocument(end: AutoStop | undefined): EndDocument {
  if (end === undefined) return null;
  if (end.is === "none")
    return { is: "none", endsAt: null, leftSeconds: null, schedule: null, problems: [] };
  const endsAt = end.endsAt === undefined ? null : new Date(end.endsAt).toISOString();
  const problems = end.is === "set" ? [] : end.problems;
  const leftSeconds = end.is === "set" ? Math.round(end.leftMs / 1000) : null;
  return { is: end.is, endsAt, leftSeconds, schedule: end.scheduleName, problems };
}
