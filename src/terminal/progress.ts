import type { Ora } from "ora";
import type { Clock } from "../provision/clock.ts";
import type { Emit, ProvisionEvent } from "../provision/events.ts";
import type { Action } from "../provision/resource.ts";
import type { ResourceKind } from "../provision/state.ts";
import type { Style } from "./style.ts";
import { DID, DOING, RESOURCE_WORDS } from "./step-words.ts";

export type ProgressOptions = {
  readonly stream: NodeJS.WritableStream & {
    readonly isTTY?: boolean | undefined;
    readonly columns?: number | undefined;
  };
  readonly style: Style;
  readonly clock: Clock;
  /** False with `--json`, `TERM=dumb` and in CI: one line per change and no spinner. */
  readonly animated: boolean;
};

export type Progress = {
  readonly emit: Emit;
  /** Shows that something is being waited for outside the steps, for example the first picture at the edge. */
  readonly say: (text: string) => void;
  readonly stop: () => void;
};

type Running = { readonly action: Action; readonly since: number; detail: string };

/** Renders the engine's facts on stderr: a live line of everything that runs on a terminal, else one line per change. */
export async function createProgress(options: ProgressOptions): Promise<Progress> {
  const { stream, style, clock } = options;
  const running = new Map<ResourceKind, Running>();
  const lastDetail = new Map<ResourceKind, string>();
  const spinner = await createSpinner(options);
  const line = (text: string): void => {
    spinner?.clear();
    stream.write(`${text}\n`);
    if (spinner?.isSpinning === true) spinner.render();
  };
  const refresh = (): void => {
    if (spinner === undefined) return;
    if (running.size === 0) {
      spinner.stop();
      return;
    }
    const parts = [...running].map(([kind, { action, since, detail }]) => {
      const seconds = Math.round((clock.now() - since) / 1000);
      return `${DOING[action]} ${RESOURCE_WORDS[kind]} ${detail}${seconds} s`;
    });
    spinner.text = fit(parts, stream.columns ?? 80);
    if (!spinner.isSpinning) spinner.start();
  };
  const ticker = spinner === undefined ? undefined : setInterval(refresh, 500);
  ticker?.unref();

  const emit = (event: ProvisionEvent): void => {
    if (event.type === "note") {
      const mark = event.level === "warning" ? style.yellow("!") : style.dim("·");
      line(`${mark} ${event.message}`);
      return;
    }
    const words = RESOURCE_WORDS[event.resource];
    const since = running.get(event.resource)?.since ?? clock.now();
    const took = (): string => style.dim(` ${((clock.now() - since) / 1000).toFixed(1)} s`);
    switch (event.type) {
      case "step.started":
        running.set(event.resource, { action: event.action, since: clock.now(), detail: "" });
        if (spinner === undefined) line(`  ${DOING[event.action]} ${words}`);
        break;
      case "step.waiting": {
        const detail = `(${event.now}, waiting for ${event.until}) `;
        const state = running.get(event.resource);
        if (state !== undefined) state.detail = detail;
        if (spinner === undefined && lastDetail.get(event.resource) !== detail)
          line(`  ${words}: ${event.now}, waiting for ${event.until}`);
        lastDetail.set(event.resource, detail);
        break;
      }
      case "step.retrying":
        line(
          `${style.yellow("!")} ${words}: ${event.reason}; trying again in ${(event.delayMs / 1000).toFixed(1)} s`,
        );
        break;
      case "step.done":
        running.delete(event.resource);
        line(
          `${style.green("✓")} ${words} ${DID[event.action]}${event.id === undefined ? "" : ` ${event.id}`}${took()}`,
        );
        break;
      case "step.failed":
        running.delete(event.resource);
        line(`${style.red("✗")} ${words} not ${DID[event.action]}${took()}`);
        break;
    }
    refresh();
  };
  return {
    emit,
    say: line,
    stop: () => {
      clearInterval(ticker);
      spinner?.stop();
    },
  };
}

/** A spinner only where it can be drawn: on a terminal of 0 columns ora loops for ever. */
async function createSpinner({ stream, animated }: ProgressOptions): Promise<Ora | undefined> {
  if (!animated || stream.isTTY !== true || (stream.columns ?? 0) <= 0) return undefined;
  const { default: ora } = await import("ora");
  return ora({ stream: stream as NodeJS.WriteStream, discardStdin: false, color: "cyan" });
}

function fit(parts: readonly string[], columns: number): string {
  const room = Math.max(10, columns - 4);
  const joined = parts.join(" · ");
  if (joined.length <= room) return joined;
  const short = `${parts.length} steps: ${joined}`;
  return `${short.slice(0, room - 1)}…`;
}
