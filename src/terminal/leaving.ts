import { EXIT, LiveOriginError } from "../config/failure.ts";
import { isCancelled } from "./ask.ts";

/** What leaving a question means where something was made before: the one line that says so, and the next command. */
export async function leavingMeans<Answer>(
  answer: Promise<Answer>,
  left: { readonly message: string; readonly hint?: string | undefined },
): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (!isCancelled(error)) throw error;
    throw new LiveOriginError({ code: "CANCELLED", ...left, exitCode: EXIT.interrupted });
  }
}

/**
 * A failure as it is shown: leaving at a question and the first Ctrl-C are answers of the person, not bugs (exit 130);
 * everything else stays what it is.
 */
export function failureToShow(error: unknown, signal: AbortSignal): unknown {
  if (isCancelled(error))
    return new LiveOriginError({
      code: "CANCELLED",
      message: "Cancelled: nothing was created or changed.",
      exitCode: EXIT.interrupted,
    });
  if (error instanceof LiveOriginError || !signal.aborted || !isAbort(error)) return error;
  return new LiveOriginError({
    code: "INTERRUPTED",
    message: "Interrupted.",
    hint: "Run the same command again: it goes on where this one stopped.",
    exitCode: EXIT.interrupted,
  });
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
