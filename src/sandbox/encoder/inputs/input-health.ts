import type { SandboxClock } from "../../clock.ts";
import { alertsOf, type Diagnosis, type InputAlert } from "./input-alerts.ts";
import type { Playout } from "./playout.ts";

/** Judges the input by when pictures come, and keeps the channel's alerts about it true. */
export type InputHealth = {
  /** Pictures should come within `patienceMs`. Replaces what was expected before. */
  expect(patienceMs: number): void;
  /** Pictures came; `lacks` is what came without. */
  met(lacks: Diagnosis | undefined): void;
};

type InputHealthOptions = {
  readonly playout: Playout;
  readonly clock: SandboxClock;
  readonly alert: (type: string, message: string | undefined) => void;
  readonly stopping: AbortSignal;
  /** What is wrong with what arrives now: asked again for as long as no pictures come, so that no alert outlives its sender. */
  readonly diagnose: () => Diagnosis;
};

const LOOK_AGAIN_MS = 250;

/**
 * Health of an input that was never healthy. Until it is for the first time the channel probes, and writes nothing; only a
 * loss after that is replaced by fill frames (MediaLive user guide, "Handling loss of video input").
 */
export function createInputHealth(options: InputHealthOptions): InputHealth {
  const { playout, clock, alert, stopping, diagnose } = options;
  let pending: AbortController | undefined;
  let wasHealthy = false;
  let isLost = false;
  let shown: ReadonlyMap<InputAlert, string> = new Map();

  const show = (next: ReadonlyMap<InputAlert, string>): void => {
    for (const type of shown.keys()) if (!next.has(type)) alert(type, undefined);
    for (const [type, message] of next) if (shown.get(type) !== message) alert(type, message);
    shown = next;
  };

  const declareLost = async (patienceMs: number, signal: AbortSignal): Promise<void> => {
    await clock.sleep(patienceMs, signal);
    isLost = true;
    if (wasHealthy) playout.lose();
    for (;;) {
      show(alertsOf(diagnose(), wasHealthy));
      await clock.sleep(LOOK_AGAIN_MS, signal);
    }
  };

  return {
    expect(patienceMs) {
      if (isLost) return;
      pending?.abort();
      pending = new AbortController();
      declareLost(patienceMs, AbortSignal.any([pending.signal, stopping])).catch(() => {});
    },
    met(lacks) {
      pending?.abort();
      pending = undefined;
      isLost = false;
      wasHealthy = true;
      show(lacks === undefined ? new Map() : alertsOf(lacks, true));
    },
  };
}
