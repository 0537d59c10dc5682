import { LiveOriginError } from "../../config/failure.ts";
import { noteRetries } from "../engine/note-retries.ts";
import type { Observed } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { awsNow, clearAutoStop, readAutoStop, type AutoStopContext } from "./auto-stop.ts";
import type { FoundRoleAndPolicy } from "../../services/iam/role.ts";
import { momentOf } from "../../services/scheduler/at-expression.ts";
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
 * `observed`: what was seen of the stack just now. Throws what else AWS refuses with.
 */
export async function readEnd(
  host: Pick<Host, "clock" | "signal" | "emit">,
  stack: Pick<Stack, "clients" | "planContext">,
  observed?: Observed,
): Promise<AutoStop | undefined> {
  if (stack.planContext().resources.channel === undefined) return undefined;
  const context = await autoStopContext(host, stack);
  if (context === undefined) return undefined;
  try {
    const role = observed?.get("schedulerRole");
    // Each kind of resource finds one type alone.
    const seenRole = role?.is === "ours" ? (role.found as FoundRoleAndPolicy) : undefined;
    return await readAutoStop(context, seenRole);
  } catch (error) {
    if (isNotAllowed(error)) return undefined;
    throw error;
  }
}

/** What ends the show once its schedule was to go, and what AWS said of that one; undefined where it did not say. */
export type ClearedEnd = {
  readonly end: AutoStop | undefined;
  readonly schedule: "absent" | "removed" | undefined;
};

/**
 * Removes the schedule of an earlier run, or of one that has just ended, and says so of one that was still to come. Without
 * the right to do so that is told where the stack has a role for one, and no end returned; where it has none, nobody has
 * made one from here.
 */
export async function clearEnd(
  host: Pick<Host, "clock" | "signal" | "emit">,
  stack: Pick<Stack, "clients" | "planContext" | "store">,
): Promise<ClearedEnd> {
  const assumed: ClearedEnd = { end: { is: "none" }, schedule: undefined };
  const context = await autoStopContext(host, stack);
  if (context === undefined) return assumed;
  try {
    // First, lest a run that is killed in between leaves an end that the next one would miss.
    await rememberEnd(stack, { is: "none" });
    const found = await clearAutoStop(context);
    const endsAt = found && momentOf(found.expression, found.timeZone);
    if (endsAt !== undefined && endsAt > awsNow(context))
      host.emit({ type: "end.changes", becomes: "removed", endsAt });
    return { ...assumed, schedule: found === undefined ? "absent" : "removed" };
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    if (stack.planContext().resources.schedulerRole === undefined) return assumed;
    host.emit({
      type: "note",
      level: "warning",
      code: "SCHEDULE_NOT_KNOWN",
      message: `Whether a schedule still stops the channel is not known: ${error.message}`,
    });
    return { end: undefined, schedule: undefined };
  }
}

/** Writes down when the show ends, so that a schedule that somebody deletes is missed. */
export async function rememberEnd(
  { store }: Pick<Stack, "store">,
  end: AutoStop | undefined,
): Promise<void> {
  const role = store.current().resources.schedulerRole;
  if (role === undefined || end === undefined || end.is === "will-not-stop") return;
  const endsAt = end.is === "set" ? new Date(end.endsAt).toISOString() : undefined;
  if (role.endsAt !== endsAt) await store.patch("schedulerRole", { endsAt });
}

/** Did AWS refuse for want of a right? Also as the first failure of several steps. */
export function isNotAllowed(error: unknown): error is LiveOriginError {
  return error instanceof LiveOriginError && error.code === "AWS_ACCESS_DENIED";
}
