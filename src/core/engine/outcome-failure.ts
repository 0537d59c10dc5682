import type { Outcome } from "./apply.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { DID } from "./action-words.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";

/** How a run that stopped half-way is taken up again, or undone. */
export type NextCommands = { readonly again: string; readonly undo: string };

/** What a message needs of the run besides its outcome. */
type FailureContext = NextCommands & {
  /** A sentence: what exists now, earlier steps and runs included. */
  readonly exists: string;
};

/**
 * The failure of a run whose steps did not all succeed, or undefined. Exit 130 when it was interrupted, 3 when something
 * was done (run again), else what the failed step says.
 */
export function outcomeFailure(
  { done, failed, notStarted }: Outcome,
  interrupted: boolean,
  { again, undo, exists }: FailureContext,
): LiveOriginError | undefined {
  if (failed.length === 0 && notStarted.length === 0) return undefined;
  const first = failed[0]?.error;
  const did = done.map(({ resource, action }) => `${RESOURCE_NAMES[resource]} ${DID[action]}`);
  const soFar =
    did.length === 0 ? "Nothing was done before that." : `Done so far: ${did.join(", ")}.`;
  if (interrupted)
    return new LiveOriginError({
      code: "INTERRUPTED",
      message: `Interrupted. ${soFar} ${exists}`,
      hint: `Go on with: ${again}\n  Undo with: ${undo}`,
      exitCode: EXIT.interrupted,
    });
  // A bug stays a bug: it is shown with its stack and where to report it.
  if (!(first instanceof LiveOriginError)) throw first;
  return new LiveOriginError({
    code: first.code,
    message: `${first.message}\n  ${soFar}`,
    hint: [first.hint, `Then go on with: ${again}\n  Undo with: ${undo}`]
      .filter((part) => part !== undefined)
      .join("\n  "),
    resource: first.resource ?? failed[0]?.step.resource,
    exitCode: done.length > 0 ? EXIT.partial : first.exitCode,
    cause: first,
  });
}
