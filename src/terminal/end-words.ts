import type { AutoStop, AutoStopProblem } from "../core/auto-stop/diagnose-auto-stop.ts";
import type { EndDocument } from "../core/auto-stop/end-document.ts";
import { durationText, localTime } from "./time-words.ts";

/** What is wrong with a schedule, as a person reads it. */
const PROBLEMS: Readonly<Record<AutoStopProblem, string>> = {
  "schedule-missing": "somebody has removed it",
  disabled: "the schedule is switched off",
  "expression-unreadable": "its time cannot be read",
  "time-passed": "its time has passed",
  "other-target": "it does something other than stop a channel",
  "other-channel": "it stops another channel",
  "other-role": "it uses another role",
  "role-missing": "its role is gone",
  "role-not-ours": "its role belongs to somebody else",
  "trust-changed": "its role can no longer be assumed as it should be",
  "policy-changed": "its role may no longer do what it should",
  "late-retries": "it may retry for longer than ten minutes",
};

/** What ends the show, in one sentence; undefined is what nobody could look at. */
export function endSentence(end: AutoStop | undefined): string {
  if (end === undefined) return "Whether a schedule stops it is not known.";
  if (end.is === "none") return "No schedule stops it.";
  if (end.is === "set")
    return `A schedule in AWS stops it ${localTime(end.endsAt)} (in ${durationText(end.leftMs)}), even when this computer is off.`;
  const when = end.endsAt === undefined ? "" : ` of ${localTime(end.endsAt)}`;
  const schedule = end.problems.includes("schedule-missing") ? "was" : "is";
  return `It will not stop by itself, although there ${schedule} a schedule${when}: ${problemWords(end.problems)}.`;
}

/** The same end as it was before it became a document. */
export function endOf(end: EndDocument): AutoStop | undefined {
  if (end === null) return undefined;
  const scheduleName = end.schedule ?? "";
  const endsAt = end.endsAt === null ? undefined : Date.parse(end.endsAt);
  if (end.is === "none") return { is: "none" };
  return end.is === "set" && endsAt !== undefined
    ? { is: "set", endsAt, leftMs: (end.leftSeconds ?? 0) * 1000, scheduleName }
    : { is: "will-not-stop", endsAt, scheduleName, problems: end.problems };
}

/** Why a schedule will not stop the channel. */
function problemWords(problems: readonly AutoStopProblem[]): string {
  return problems.map((problem) => PROBLEMS[problem]).join(", ");
}
