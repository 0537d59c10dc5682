import type { SandboxClock } from "../../clock.ts";
import type { Diagnosis } from "./input-alerts.ts";

/** Senders that an input turned away, for as long as it waits for the right one. */
export type RefusedSenders = {
  /** Somebody from this address was turned away; `why` holds no stream key. */
  add(address: string, why: string): void;
  /** The right one came. */
  clear(): void;
  /** Nobody sends; says who was turned away lately. */
  diagnose(why?: string): Diagnosis;
};

/** After this long a refusal explains nothing any more. */
const KEPT_MS = 10 * 60_000;

/** No refusal yet. */
export function createRefusedSenders(clock: SandboxClock): RefusedSenders {
  let last: { readonly says: string; readonly atMs: number } | undefined;
  return {
    add(address, why) {
      const atMs = clock.now();
      const time = new Date(atMs).toISOString().slice(11, 19);
      last = { says: `an encoder at ${address} was turned away at ${time} UTC: ${why}`, atMs };
    },
    clear() {
      last = undefined;
    },
    diagnose(why) {
      const nobody = `nobody sends to this input${why === undefined ? "" : ` (${why})`}`;
      const heard = last !== undefined && clock.now() - last.atMs < KEPT_MS ? last.says : undefined;
      return { lacks: "nothing", says: heard === undefined ? nobody : `${nobody}; ${heard}` };
    },
  };
}
