import { withTimeLimit } from "../../services/time-limit.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Context } from "../../context.ts";
import { untilAborted } from "../../services/until-aborted.ts";

/** No question waits longer than this for an answer that would only make it easier. */
const LONGEST_MS = 4_000;

/**
 * What a cloud is asked for the sake of a question: undefined where it refuses or four seconds bring no answer, also where `look`
 * hears no signal (a search for credentials may wait for a program or for instance metadata). `refused` may throw what no answer to
 * a question can help. Rejects when the run is ended.
 */
export async function lookBriefly<Answer>(
  { signal: ended }: Pick<Context, "signal">,
  look: (signal: AbortSignal) => Promise<Answer>,
  refused?: (failure: LiveOriginError) => Promise<void>,
): Promise<Answer | undefined> {
  const signal = withTimeLimit(ended, LONGEST_MS);
  try {
    return await untilAborted(signal, () => look(signal));
  } catch (error) {
    ended.throwIfAborted();
    if (error instanceof LiveOriginError) await refused?.(error);
    return undefined;
  }
}
