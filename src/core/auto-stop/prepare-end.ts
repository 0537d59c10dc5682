import { ownCommand } from "../../config/text/own-command.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { isConverged, observeAll, planStack } from "../engine/plan.ts";
import type { Observed } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import { applyToStack } from "../stack/apply-to-stack.ts";
import type { Stack } from "../stack/stack.ts";
import { moveEnd, setEndAfterPicture, setFirstEnd, type AutoStopContext } from "./auto-stop.ts";
import type { AutoStop } from "./diagnose-auto-stop.ts";
import { endAfterPicture } from "./end-time.ts";
import { autoStopContext, clearEnd, isNotAllowed, readEnd, rememberEnd } from "./stack-end.ts";

/** How long a show is to last. */
export type WantedEnd = {
  /** From the first picture on; of a channel that runs already, from now on. */
  readonly durationMs: number;
  /** The schedule is a backup: this run waits for the end itself, goes on without one, and asks before it moves another run's. */
  readonly isBackup: boolean;
  /** Of `channel.stopAfter` and not of this run's own words: an end that a running channel has stays. */
  readonly isPolicy?: boolean;
};

/**
 * Sees to the end of a show before it starts, or of one that runs already: role, schedule, and both read back. With
 * nothing wanted, the schedule of an earlier run is removed, because it would end this one. Returns what ends the show now; undefined
 * where that is not known. `observed`: what was seen of the stack just now. Throws SCHEDULE_NOT_SET, SCHEDULE_ROLE_NOT_ASSUMED, NOT_OURS, AWS_ACCESS_DENIED.
 */
export async function prepareEnd(
  host: Host,
  stack: Stack,
  {
    runs,
    wanted,
    observed,
  }: {
    readonly runs: boolean;
    readonly wanted: WantedEnd | undefined;
    readonly observed?: Observed | undefined;
  },
): Promise<AutoStop | undefined> {
  if (wanted === undefined) {
    if (runs) return readEnd(host, stack, observed);
    return (await clearEnd(host, stack)).end;
  }
  try {
    const end = runs
      ? await endOfRunningShow(host, stack, { ...wanted, observed })
      : await endOfNewShow(host, stack, wanted);
    await rememberEnd(stack, end);
    return end;
  } catch (error) {
    if (!wanted.isBackup && isNotAllowed(error))
      throw notAllowed(host, { runs, stack, cause: error });
    if (!wanted.isBackup || !(error instanceof LiveOriginError) || host.signal.aborted) throw error;
    host.emit({
      type: "note",
      level: "warning",
      code: "ENDS_WITH_THIS_RUN",
      message: `No schedule in AWS stops the channel, only this command does: if it is killed or this computer goes to sleep, the channel keeps running and billing. ${error.message}`,
    });
    return { is: "none" };
  }
}

/** Moves the end to where it belongs now that the first picture was seen. What fails leaves the first end, which is later. */
export async function tightenEnd(
  host: Host,
  stack: Stack,
  {
    end,
    durationMs,
    pictureAt,
  }: {
    readonly end: AutoStop | undefined;
    readonly durationMs: number;
    /** Epoch milliseconds of our clock. */
    readonly pictureAt: number;
  },
): Promise<AutoStop | undefined> {
  const context = await autoStopContext(host, stack);
  if (context === undefined || end?.is !== "set") return end;
  try {
    const tight = await setEndAfterPicture(context, { pictureAt, durationMs });
    await rememberEnd(stack, tight);
    return tight;
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    host.emit({
      type: "note",
      level: "warning",
      code: "END_NOT_MOVED",
      message: `The end stays where it was set before the start: ${error.message}`,
    });
    return end;
  }
}

async function endOfNewShow(
  host: Host,
  stack: Stack,
  { durationMs }: WantedEnd,
): Promise<AutoStop> {
  await makeRole(host, stack);
  return requireSet(host, stack, await setFirstEnd(await contextOf(host, stack), durationMs));
}

/** A channel that runs already: the end is moved, but another run's only after a yes where this run has an end of its own. */
async function endOfRunningShow(
  host: Host,
  stack: Stack,
  {
    durationMs,
    isBackup,
    isPolicy = false,
    observed,
  }: WantedEnd & { readonly observed: Observed | undefined },
): Promise<AutoStop | undefined> {
  const present = await readEnd(host, stack, observed);
  if (isPolicy && (present === undefined || present.is === "set")) return present;
  if (isBackup) {
    // What this run did not start it does not stop either.
    if (present === undefined || present.is === "none") return present;
    const endsAt = present.endsAt ?? null;
    const yes = await host.decide({ about: "move-end", endsAt, durationMs });
    if (!yes) return present;
  }
  await makeRole(host, stack);
  const context = await contextOf(host, stack);
  const clockOffsetMs = context.scheduler.clockOffsetMs() ?? 0;
  const endAt = endAfterPicture({ pictureAt: host.clock.now(), clockOffsetMs, durationMs });
  const end = requireSet(host, stack, await moveEnd(context, endAt));
  if (present !== undefined && present.is !== "none")
    host.emit({ type: "end.changes", becomes: "moved", endsAt: present.endsAt });
  return end;
}

async function contextOf(host: Host, stack: Stack): Promise<AutoStopContext> {
  const context = await autoStopContext(host, stack);
  if (context !== undefined) return context;
  throw new LiveOriginError({
    code: "SCHEDULE_NOT_SET",
    message:
      "This sandbox has no emulated EventBridge Scheduler, so the channel cannot stop by itself.",
    hint: `Start the sandbox again with this version: ${ownCommand("sandbox")}.`,
    resource: "schedule",
  });
}

/** The role that the schedule works with: made when it is not there, repaired when it was changed. */
async function makeRole(host: Host, stack: Stack): Promise<void> {
  const resources = stack.resources
    .filter(({ kind }) => kind === "schedulerRole")
    .map((resource) => ({ ...resource, wanted: () => true }));
  const observed = await observeAll(resources, stack.planContext(), host.signal);
  const plan = planStack(resources, stack.planContext(), observed);
  const refusal = plan.refusals[0];
  if (refusal !== undefined) throw refusal;
  if (isConverged(plan)) return;
  try {
    await applyToStack(host, stack, plan);
  } catch (error) {
    await forgetRefusedRole(stack, error);
    throw error;
  }
}

/** A role that nobody may make is none: its entry would have every later run try again. */
export async function forgetRefusedRole(
  { store }: Pick<Stack, "store">,
  error: unknown,
): Promise<void> {
  const recorded = store.current().resources.schedulerRole;
  const isNothing = recorded?.status === "creating" && Object.keys(recorded.ids).length === 0;
  if (isNotAllowed(error) && isNothing) await store.forget("schedulerRole");
}

type NotAllowed = {
  readonly runs: boolean;
  readonly stack: Stack;
  readonly cause: LiveOriginError;
};

/** Says what is lost, and what becomes of the channel. */
function notAllowed(host: Host, { runs, stack, cause }: NotAllowed): LiveOriginError {
  const consequence = runs ? "it runs on as before" : "it was not started";
  const { name } = stack.spec;
  const grant = `Grant it: ${host.commandFor("doctor --print-policy", name)}`;
  return new LiveOriginError({
    code: "SCHEDULE_NOT_ALLOWED",
    message: `AWS cannot be set to stop the channel, so ${consequence}: ${cause.message}`,
    hint: runs
      ? grant
      : `${grant}\n  Or let a command that stays open stop it: ${host.commandFor("init --for 2h", name)}`,
    resource: "schedule",
    cause,
  });
}

function requireSet(host: Host, stack: Stack, end: AutoStop): AutoStop {
  if (end.is === "set") return end;
  const problems = end.is === "none" ? "it is not there" : end.problems.join(", ");
  throw new LiveOriginError({
    code: "SCHEDULE_NOT_SET",
    message: `The schedule was made, but when read back it would not stop the channel: ${problems}.`,
    hint: `Repair its role by running: ${host.commandFor("init", stack.spec.name)}`,
    resource: "schedule",
  });
}
