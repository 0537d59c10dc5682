import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import type { ShowReport } from "../core/channel/judge-show.ts";
import type { Observed } from "../core/engine/resource.ts";
import type { ProvisionedStack } from "../core/provision/provision-stack.ts";
import { buildResult, type ResultDocument } from "../core/provision/stack-result.ts";
import type { Left } from "../core/questions.ts";
import { durationFlag } from "../config/text/duration.ts";
import type { EventRunMs } from "../gather/event-length.ts";
import { durationText } from "../terminal/time-words.ts";
import type { Invocation } from "./command.ts";
import type { CommandHost } from "./host.ts";
import { nextCommand } from "./next-command.ts";
import { untilInterrupted } from "./until-interrupted.ts";

/** A stack that `init` has made, and what this run started for it. */
export type Finishing = {
  readonly stack: ProvisionedStack;
  /** `--for`, in milliseconds. */
  readonly forMs: number | undefined;
  /** What the wizard was told; null: until somebody stops it. */
  readonly answeredMs: EventRunMs | undefined;
  /** This run started the sandbox: it ends with the run, and the stack with it. */
  readonly ownSandbox: boolean;
  readonly isRehearsal: boolean;
};

/** The result of the run, with the command that comes next. Throws what the services throw when they are looked at. */
export function finalResult(
  invocation: Invocation,
  host: CommandHost,
  {
    finishing,
    ...facts
  }: {
    readonly finishing: Finishing;
    readonly show: ShowReport | null;
    readonly end?: AutoStop | undefined;
    readonly observed?: Observed | undefined;
  },
): Promise<ResultDocument> {
  const { stack, isRehearsal } = finishing;
  return buildResult(stack, host.signal, {
    isRehearsal,
    notes: host.warnings(),
    price: stack.price,
    ...facts,
    next: (runs) => nextCommand(verbAfter(finishing, runs), stack.spec.name, invocation),
  });
}

/** What is said to somebody who leaves before the channel starts. */
export function notStarted(invocation: Invocation, finishing: Finishing): Left {
  return {
    message: "Everything exists; the channel is not started.",
    hint: nextCommand(verbAfter(finishing, false), finishing.stack.spec.name, invocation),
  };
}

/** Waits for `--for`, or until Ctrl-C or the end of the terminal. */
export async function waitForEnd(
  { context, output }: Invocation,
  { forMs }: Finishing,
): Promise<void> {
  if (forMs === undefined) {
    // Without a length only a run that started its own sandbox waits.
    output.line("The sandbox is running in this command. Ctrl-C ends it and removes everything.");
    await untilInterrupted(context.signal);
    return;
  }
  output.line(`Running for ${durationText(forMs)}; Ctrl-C ends it earlier.`);
  await context.clock.sleep(forMs, context.signal).catch(() => undefined);
}

function verbAfter({ forMs, answeredMs }: Finishing, runs: boolean): string {
  if (forMs !== undefined) return "status";
  if (runs) return "stop";
  return answeredMs == null ? "start" : `start --for ${durationFlag(answeredMs)}`;
}
