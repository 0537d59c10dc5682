import { EXIT, LiveOriginError } from "../config/failure.ts";
import { printableLine } from "../config/text/printable.ts";
import type { HostEvent } from "../core/host-events.ts";
import type { Host } from "../core/host.ts";
import { isConverged } from "../core/engine/plan.ts";
import type { Question } from "../core/questions.ts";
import { askText, confirm } from "../terminal/ask.ts";
import { changesChannel, renderBilling } from "../terminal/billing.ts";
import { createKeyboardGuard, forgetTyped } from "../terminal/keyboard-guard.ts";
import { leavingMeans } from "../terminal/leaving.ts";
import { planInShort, removedLine, renderPlan, verdict } from "../terminal/plan-view.ts";
import { localTime } from "../terminal/time-words.ts";
import { wrappedAt } from "../terminal/wrapped.ts";
import { createProgress } from "../terminal/progress.ts";
import { foundLines } from "../terminal/orphans-view.ts";
import { renderWhere } from "../terminal/account-view.ts";
import type { Invocation } from "./command.ts";
import { consentOf, missingConsents, PLAN_CONSENT, sharedCache } from "./consents.ts";
import { inputNeeded } from "./input-needed.ts";
import type { Consenting } from "./consent.ts";
import { isCi, isInteractive } from "./interactive.ts";
import { nextCommand } from "./next-command.ts";
import { stoppingWords } from "./stopping-words.ts";

/** The host that talks to a person, or answers from flags: facts are drawn on stderr, consents are asked or looked up. */
export type CommandHost = Host &
  AsyncDisposable & {
    /** What this run warned of, because the report repeats it. */
    readonly warnings: () => readonly string[];
  };

type HostOptions = {
  /** False for commands that ask nothing: they may run in the background of a shell, where they must not touch the keyboard. */
  readonly asks?: boolean;
  /** Shown after where the run works and before its plan. */
  readonly whenConnected?: () => void;
  /** Runs between the yes to a plan and the first write. */
  readonly whenAgreed?: () => Promise<void>;
};

/** Makes the host of one command. Nothing is drawn before a fact arrives. */
export async function createHost(
  invocation: Consenting,
  { asks = true, whenConnected, whenAgreed }: HostOptions = {},
): Promise<CommandHost> {
  const { context, output, flags } = invocation;
  const holdsKeys = asks && isInteractive(invocation) && flags.yes !== true;
  const warnings: string[] = [];
  const progress = await createProgress({
    stream: context.stderr,
    style: output.errStyle,
    clock: context.clock,
    animated: !output.json && !isCi(context.env) && context.env["TERM"] !== "dumb",
    keys: holdsKeys ? createKeyboardGuard(context.stdin) : undefined,
  });
  output.through(progress.say);
  let inShort: readonly string[] = [];
  const emit = (event: HostEvent): void => {
    switch (event.type) {
      case "connected": {
        const { account, region, identity, cell } = event;
        output.line(renderWhere({ account, region, identity, cell }, output.errStyle));
        whenConnected?.();
        return;
      }
      case "stack.found":
        for (const line of foundLines(event, output.errStyle)) output.line(line);
        return;
      case "planned":
        inShort = showPlan(invocation, event);
        return;
      case "adoption.ahead":
        if (flags.adoptCache === true) return;
        output.warn(
          `${sharedCache(event.cache)}. The run will need --adopt-cache for that. ${event.otherwise}`,
        );
        return;
      case "end.changes":
        output.line(
          wrappedAt(
            `The schedule that was to stop the channel ${event.endsAt === undefined ? "at a time that cannot be read" : localTime(event.endsAt)} is ${event.becomes}.`,
            output.errColumns,
          ),
        );
        return;
      case "wait.over":
        progress.over();
        return;
      case "lock.held":
        output.line(
          `Waiting for \`${printableLine(event.owner.command)}\` (pid ${event.owner.pid}) …`,
        );
        return;
      case "stopping":
        output.line(
          `${stoppingWords(context.signal)}: what is in flight is finished and recorded. Ctrl-C again leaves at once.`,
        );
        return;
      case "note":
        // That something was tried again is over when it is told.
        if (event.level === "warning" && event.code !== "RETRYING") warnings.push(event.message);
        progress.emit({ ...event, message: output.filled(event.message) });
        return;
      case "step.started":
      case "step.waiting":
      case "step.retrying":
      case "step.done":
      case "step.failed":
        progress.emit(event);
    }
  };
  const answered = new Set<Question["about"]>();
  return {
    emit,
    decide: async (...questions) => {
      if (questions.some(({ about }) => about === "plan")) {
        if (holdsKeys) await forgetTyped(context.stdin);
        for (const line of inShort) output.line(line);
      }
      if (!isInteractive(invocation)) refuseUnsaid(invocation, questions);
      for (const question of questions) {
        // Whoever says yes to stopping the show has seen the plan that stops it.
        const yes =
          (question.about === "plan" && answered.has("interruption")) ||
          (await decide(invocation, question, () => answered.add(question.about)));
        if (!yes) return false;
        if (question.about === "plan") await whenAgreed?.();
      }
      return true;
    },
    clock: context.clock,
    random: context.random,
    signal: context.signal,
    folder: context.cwd,
    machine: { name: context.host, pid: context.pid, isAlive: context.isAlive },
    commandLine: context.commandLine,
    commandFor: (verb, stackName) => nextCommand(verb, stackName, invocation),
    warnings: () => warnings,
    [Symbol.asyncDispose]: () => {
      output.through(undefined);
      progress.stop();
      return Promise.resolve();
    },
  };
}

/** Shows what can be read at leisure, and gives the lines that belong above the question. */
function showPlan(
  { output }: Invocation,
  { plan, isRehearsal, removed, price }: Extract<HostEvent, { readonly type: "planned" }>,
): readonly string[] {
  const look = { style: output.errStyle, columns: output.errColumns, verbose: output.verbose };
  output.line(renderPlan(plan, look));
  const bills = renderBilling({ plan, isRehearsal, price }, look);
  if (bills !== "") output.line(bills);
  for (const each of removed) output.line(removedLine(each, output.errStyle, output.errColumns));
  const inShort = planInShort(plan, changesChannel(plan) ? price : undefined, look);
  if (!isConverged(plan)) return inShort;
  for (const line of [...inShort, verdict(plan)]) output.line(line);
  return [];
}

/** The answer from a flag, else from the person at the terminal (`onYes` is called for their yes), else what silence means. */
async function decide(
  invocation: Consenting,
  question: Question,
  onYes: () => void,
): Promise<boolean> {
  const { context, flags, output } = invocation;
  const consent = consentOf(question);
  for (const line of consent.before?.(question) ?? []) output.line(line);
  if (consent.flag !== undefined && flags[consent.flag] === true) return true;
  if (isNamed(question, flags)) return true;
  const isAttended = isInteractive(invocation);
  if (isAttended && consent.attended === "warned" && flags.yes !== true) {
    warnOf(output, consent.warning?.(question));
    return true;
  }
  if (consent.ask === undefined || !isAttended) {
    const yes = consent.unattended(question) === true;
    if (!yes) warnOf(output, consent.silence?.(question));
    return yes;
  }
  warnOf(output, consent.warning?.(question));
  const message = consent.ask(question);
  if (consent.naming?.typed !== undefined) {
    const name = consent.naming.name(question);
    const keeps =
      consent.naming.typed === "optional"
        ? "Enter alone keeps it"
        : "Ctrl-C leaves everything as it is";
    const typed = await askText(context, {
      message,
      validate: (text) =>
        text === name || (text === "" && consent.naming?.typed === "optional")
          ? undefined
          : `That is not ${name}. ${keeps}.`,
    });
    return typed === name;
  }
  const { enter } = consent;
  const yesByEnter = typeof enter === "boolean" ? enter : enter(question);
  const answer = confirm(context, { message, yes: yesByEnter });
  const left = consent.left?.(question);
  const yes = await (left === undefined ? answer : leavingMeans(answer, left));
  if (yes) onYes();
  return yes;
}

/** Throws INPUT_NEEDED (exit 4) with everything that a script had to say and did not, all at once. */
function refuseUnsaid({ flags }: Consenting, questions: readonly Question[]): void {
  const missing = missingConsents(
    flags,
    questions.filter((question) => !isNamed(question, flags)),
  );
  if (missing.length === 0) return;
  const [first] = questions;
  const adopts = first?.about === "adopt-cache";
  throw inputNeeded(
    adopts && flags.yes !== true ? [...missing, PLAN_CONSENT] : missing,
    adopts ? first.otherwise : undefined,
  );
}

/** Is what is asked about named by a flag? Throws WRONG_NAME for another name. */
function isNamed(question: Question, flags: Consenting["flags"]): boolean {
  const { naming } = consentOf(question);
  const given = naming === undefined ? undefined : flags[naming.flag];
  if (naming === undefined || given === undefined) return false;
  const name = naming.name(question);
  if (given === name) return true;
  const flag = naming.flag === "confirm" ? "--confirm" : "--delete-cache";
  throw new LiveOriginError({
    code: "WRONG_NAME",
    message: `${flag} ${printableLine(given)} is not the name of ${naming.of}, which is ${name}. Nothing was done.`,
    hint: `Repeat it with ${flag} ${name} if you mean this one.`,
    resource: flag,
    exitCode: EXIT.usage,
  });
}

function warnOf({ warn }: Invocation["output"], text: string | undefined): void {
  if (text !== undefined) warn(text);
}
