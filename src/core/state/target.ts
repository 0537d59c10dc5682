import type { State, Target } from "./state.ts";
import { LiveOriginError } from "../../config/failure.ts";

/** The AWS account of a run that did not ask for it. */
export const NO_ACCOUNT = "000000000000";

/** True when a state made for `stamped` may be used on `now`. */
export function isSameTarget(stamped: Target, now: Target): boolean {
  if (stamped.kind === "sandbox") return now.kind === "sandbox" && stamped.id === now.id;
  return (
    now.kind === "clouds" &&
    (stamped.account === now.account || [stamped.account, now.account].includes(NO_ACCOUNT)) &&
    stamped.region === now.region &&
    stamped.cell === now.cell
  );
}

/** A target as a person reads it. */
function targetWords(target: Target): string {
  return target.kind === "sandbox"
    ? `sandbox ${target.id}`
    : `${target.account === NO_ACCOUNT ? "no AWS account yet" : `AWS account ${target.account}`} in ${target.region}, Momento cell ${target.cell}`;
}

/** What a run says whose state was made for another account, region or cell: it is never used there. */
export function wrongTarget(state: State, now: Target): LiveOriginError {
  return new LiveOriginError({
    code: "WRONG_TARGET",
    message: `The state of ${state.name} belongs to ${targetWords(state.target)}; this run goes to ${targetWords(now)}.`,
    hint: "Use the profile, region and key of that stack, or another --name for a new one.",
    resource: "state",
  });
}
