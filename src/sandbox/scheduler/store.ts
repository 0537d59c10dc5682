import type { AccountRegion } from "../aws-scope.ts";
import { fire, until } from "./fire.ts";
import type { SchedulerContext } from "./invoke.ts";
import type { Schedule } from "./schedule.ts";

/** The schedules of one region, each with its alarm. */
export type ScheduleStore = {
  readonly scope: AccountRegion;
  /** By name. */
  all(): readonly Schedule[];
  get(name: string): Schedule | undefined;
  /** Keeps it and sets its alarm anew. */
  put(schedule: Schedule): void;
  remove(name: string): void;
};

export function createScheduleStore(
  context: SchedulerContext,
  scope: AccountRegion,
): ScheduleStore {
  const { world } = context;
  const kept = new Map<string, { readonly schedule: Schedule; readonly alarm: AbortController }>();
  const drop = (name: string): void => {
    kept.get(name)?.alarm.abort(new Error("the schedule was changed or deleted"));
    kept.delete(name);
  };
  const ring = async (schedule: Schedule, signal: AbortSignal): Promise<void> => {
    await until({ world }, schedule.dueAt, signal);
    await fire(context, scope, schedule);
    // It completes after its last attempt, successful or not (inferred); one that was changed meanwhile is another.
    if (schedule.deletesItself && kept.get(schedule.name)?.schedule === schedule)
      kept.delete(schedule.name);
  };
  return {
    scope,
    all: () =>
      [...kept.values()]
        .map(({ schedule }) => schedule)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    get: (name) => kept.get(name)?.schedule,
    put(schedule) {
      drop(schedule.name);
      const alarm = new AbortController();
      kept.set(schedule.name, { schedule, alarm });
      if (!schedule.isEnabled) return;
      const signal = AbortSignal.any([alarm.signal, world.closing]);
      void ring(schedule, signal).catch((error: unknown) => {
        // A changed schedule and the end of the sandbox end a wait; nothing else may go unnoticed.
        if (!signal.aborted)
          world.log({
            service: "scheduler",
            operation: "Invoke",
            resource: schedule.arn,
            status: 500,
            note: String(error),
          });
      });
    },
    remove: drop,
  };
}
