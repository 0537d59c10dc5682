import type { SandboxClock } from "../../clock.ts";
import type { Program } from "./program.ts";

/** Set while no pictures come from the input. The name is ours: the API model lists no alert types. */
export const INPUT_LOSS_ALERT = "Input Loss";

/** Declares the input lost when no pictures come in time. */
export type LossTimer = {
  /** Pictures should come within `patienceMs`; `why` is what to say when they do not. Replaces what was expected before. */
  expect(patienceMs: number, why?: string): void;
  /** Pictures came. */
  met(): void;
};

type LossTimerOptions = {
  readonly program: Program;
  readonly clock: SandboxClock;
  readonly alert: (type: string, message: string | undefined) => void;
  readonly stopping: AbortSignal;
};

/** A timer that expects nothing yet. */
export function createLossTimer({ program, clock, alert, stopping }: LossTimerOptions): LossTimer {
  let pending: AbortController | undefined;
  let lost = false;
  return {
    expect(patienceMs, why = "no pictures arrive from the input") {
      if (lost) {
        alert(INPUT_LOSS_ALERT, why);
        return;
      }
      pending?.abort();
      const mine = new AbortController();
      pending = mine;
      clock.sleep(patienceMs, AbortSignal.any([mine.signal, stopping])).then(
        () => {
          lost = true;
          alert(INPUT_LOSS_ALERT, why);
          program.lose();
        },
        () => {},
      );
    },
    met() {
      pending?.abort();
      pending = undefined;
      if (lost) alert(INPUT_LOSS_ALERT, undefined);
      lost = false;
    },
  };
}
