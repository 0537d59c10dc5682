import { LiveOriginError } from "../../config/failure.ts";
import { noteRetries } from "../engine/note-retries.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { clearAutoStop, readAutoStop, type AutoStopContext } from "./auto-stop.ts";
import type { AutoStop } from "./diagnose-auto-stop.ts";

/** What the end of a run needs, of an open stack; undefined in the rehearsal of a sandbox that has no scheduler. */
export async function autoStopContext(
  { clock, signal, emit }: Pick<Host, "clock" | "signal" | "emit">,
  { clients, planContext }: Pick<Stack, "clients" | "planContext">,
): Promise<AutoStopContext | undefined> {
  if (clients.scheduler === undefined) return undefined;
  const [scheduler, iam] = await Promise.all([clients.scheduler(), clients.iam()]);
  const callOptions = { signal, onRetry: noteRetries(emit) };
  return { scheduler, iam, planContext: planContext(), clock, callOptions };
}

/**
 * Whether the stack's channel stops by itself. Undefined without a channel, and where nobody may look: then it is not known.
 * Throws what else AWS refuses with.
 */
export async function readEnd(
  host: Pick<Host, "clock" | "signal" | "emit">,
  stack: Pick<Stack, "clients" | "planContext">,
): Promise<AutoStop | undefined> {
  if (stack.planContext().resources.channel === undefined) return undefined;
  const context = await autoStopContext(host, stack);
  if (context === undefined) return undefined;
  try {
    return await readAutoStop(context);
  } catch (error) {
    if (isNotAllowed(error)) return undefined;
    throw error;
  }
}

/**
 * Removes the schedule of an earlier run, or of one that has just ended. Without the right to do so that is told where the
 * stack has a role for one; where it has none, nobody has made one from here.
 */
export async function clearEnd(
  host: Pick<Host, "clock" | "signal" | "emit">,
  stack: Pick<Stack, "clients" | "planContext">,
): Promise<void> {
  const context = await autoStopContext(host, stack);
  if (context === undefined) return;
  try {
    await clearAutoStop(context);
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    if (stack.planContext().resources.schedulerRole === undefined) return;
    host.emit({
      type: "note",
      level: "warning",
      code: "SCHEDULE_NOT_KNOWN",
      message: `Whether a schedule still stops the channel is not known: ${error.message}`,
    });
  }
}

/** Did AWS refuse for want of a right? Also as the first failure of several steps. */
export function isNotAllowed(error: unknown): error is LiveOriginError {
  return error instanceof LiveOriginError && error.code === "AWS_ACCESS_DENIED";
}
