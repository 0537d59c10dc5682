import { systemClock } from "../../../src/sandbox/clock.ts";
import { createGate } from "../../../src/sandbox/faults.ts";
import type { World } from "../../../src/sandbox/world.ts";

/** A world for one emulator alone: the machine's clock, no faults, everything allowed. */
export function testWorld(): World {
  const closing = new AbortController();
  return {
    id: "test",
    clock: systemClock,
    gate: createGate({ clock: systemClock }),
    latency: "instant",
    account: "111122223333",
    log: () => undefined,
    allows: () => true,
    closing: closing.signal,
  };
}
