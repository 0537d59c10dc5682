import { createGate, type CallObserver, type Fault } from "../../../src/sandbox/faults.ts";
import type { SandboxClock } from "../../../src/sandbox/clock.ts";
import type { LogLine, World } from "../../../src/sandbox/world.ts";

/** A clock that only moves when told. */
export type TestClock = SandboxClock & { advance(milliseconds: number): void };

export function testClock(start = Date.UTC(2026, 0, 1)): TestClock {
  let now = start;
  return {
    now: () => now,
    sleep: () => Promise.resolve(),
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

/** A world for one emulator, with what it logged. */
export function testWorld(
  clock: SandboxClock,
  { faults, onCall }: { faults?: readonly Fault[]; onCall?: CallObserver } = {},
): World & { readonly lines: readonly LogLine[] } {
  const lines: LogLine[] = [];
  return {
    id: "test",
    clock,
    gate: createGate({ faults, onCall, clock }),
    latency: "instant",
    account: "123456789012",
    log: (line) => void lines.push(line),
    allows: () => true,
    closing: new AbortController().signal,
    lines,
  };
}
