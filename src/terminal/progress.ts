import type { Ora } from "ora";
import { printableLine } from "../config/text/printable.ts";
import type { Clock } from "../core/engine/clock.ts";
import type { Emit, ProvisionEvent } from "../core/engine/events.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { unguarded } from "./guarded-stream.ts";
import type { KeyboardGuard } from "./keyboard-guard.ts";
import {
  elapsedText,
  forgetSilent,
  forgetWaits,
  runningLines,
  type RunningStep,
} from "./running-steps.ts";
import type { Style } from "./style.ts";
import { DID, DOING } from "../core/engine/action-words.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";
import { remark } from "./wrapped.ts";

type ProgressOptions = {
  readonly stream: NodeJS.WritableStream & {
    readonly isTTY?: boolean | undefined;
    readonly columns?: number | undefined;
  };
  readonly style: Style;
  readonly clock: Clock;
  /** False with `--json`, `TERM=dumb` and in CI: one line per change and no spinner. */
  readonly animated: boolean;
  /** Held while the spinner turns. */
  readonly keys?: KeyboardGuard | undefined;
};

type Progress = {
  readonly emit: Emit;
  /** Shows that something is being waited for outside the steps, for example the first picture at the edge. */
  readonly say: (text: string) => void;
  /** What was waited for outside the steps is over. */
  readonly over: () => void;
  readonly stop: () => void;
};

const REDRAW_MS = 500;
/** Without a spinner, a wait that changes nothing says so this often: it must never look dead. */
const HEARTBEAT_MS = 20_000;

/** Renders the engine's facts on stderr: every running step with its time on a terminal, else one line per change and a heartbeat. */
export async function createProgress(options: ProgressOptions): Promise<Progress> {
  const { stream, style, clock, keys } = options;
  const running = new Map<ResourceKind, RunningStep>();
  const spinner = await createSpinner(options);
  let spokeAt = clock.now();
  const line = (text: string): void => {
    spokeAt = clock.now();
    spinner?.clear();
    stream.write(`${text}\n`);
    if (spinner?.isSpinning === true) spinner.render();
  };
  const draw = (): void => {
    if (spinner === undefined) return;
    forgetSilent(running, clock.now());
    if (running.size === 0) {
      spinner.stop();
      keys?.release();
      return;
    }
    spinner.text = runningLines(running, clock.now(), stream.columns ?? 80)
      .map(printableLine)
      .join("\n  ");
    keys?.hold();
    if (!spinner.isSpinning) spinner.start();
  };
  const beat = (): void => {
    forgetSilent(running, clock.now());
    if (running.size === 0 || clock.now() - spokeAt < HEARTBEAT_MS) return;
    line(
      runningLines(running, clock.now(), Number.POSITIVE_INFINITY)
        .map((each) => `  still ${each}`)
        .join("\n"),
    );
  };
  const ticker = setInterval(spinner === undefined ? beat : draw, REDRAW_MS);
  ticker.unref();

  const tell = (event: Exclude<ProvisionEvent, { readonly type: "note" }>): void => {
    const { resource } = event;
    const words = RESOURCE_NAMES[resource];
    const step = running.get(resource);
    const now = clock.now();
    const took = style.dim(` ${elapsedText(now - (step?.since ?? now))}`);
    switch (event.type) {
      case "step.started":
        running.set(resource, {
          action: event.action,
          since: now,
          heardAt: now,
          detail: undefined,
        });
        if (spinner === undefined) line(`  ${DOING[event.action]} ${words}`);
        break;
      case "step.waiting": {
        const detail = printableLine(`${event.now}, waiting for ${event.until}`);
        const isNew = step?.detail !== detail;
        running.set(resource, {
          action: step?.action,
          since: step?.since ?? now,
          heardAt: now,
          detail,
        });
        if (spinner === undefined && isNew) line(`  ${words}: ${detail}`);
        break;
      }
      case "step.retrying":
        line(
          remark(
            style.yellow("!"),
            `${words}: ${printableLine(event.reason)}; trying again in ${(event.delayMs / 1000).toFixed(1)} s`,
            stream,
          ),
        );
        break;
      case "step.done":
        running.delete(resource);
        line(
          remark(
            style.green("✓"),
            `${words} ${DID[event.action]}${event.id === undefined ? "" : ` ${printableLine(event.id)}`}${took}`,
            stream,
          ),
        );
        break;
      case "step.failed":
        running.delete(resource);
        line(`${style.red("✗")} ${words} not ${DID[event.action]}${took}`);
        break;
    }
  };
  return {
    emit: (event) => {
      if (event.type === "note") {
        const mark = event.level === "warning" ? style.yellow("!") : style.dim("·");
        line(remark(mark, event.message, stream));
        return;
      }
      tell(event);
      draw();
    },
    say: line,
    over: () => {
      forgetWaits(running);
      draw();
    },
    stop: () => {
      clearInterval(ticker);
      running.clear();
      spinner?.stop();
      keys?.release();
    },
  };
}

/** A spinner only where it can be drawn: on a terminal of 0 columns ora loops for ever. */
async function createSpinner({ stream, animated }: ProgressOptions): Promise<Ora | undefined> {
  if (!animated || stream.isTTY !== true || (stream.columns ?? 0) <= 0) return undefined;
  const { default: ora } = await import("ora");
  return ora({
    stream: unguarded(stream) as NodeJS.WriteStream,
    discardStdin: false,
    color: "cyan",
    isEnabled: true,
  });
}
