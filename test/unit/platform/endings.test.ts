import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { listenForEndings } from "../../../src/process/endings.ts";

/** A process that nothing reaches but what the test sends. */
function fakeProcess() {
  const left: (number | undefined)[] = [];
  const run = Object.assign(new EventEmitter(), {
    env: {},
    stdin: new EventEmitter(),
    stdout: new EventEmitter(),
    stderr: new EventEmitter(),
    exit: (code?: number) => void left.push(code),
  });
  return { run: run as unknown as NodeJS.Process, emitter: run, left };
}

test.each(["SIGINT", "SIGBREAK", "SIGHUP"])(
  "a Windows console's %s (Ctrl-C, Ctrl-Break, closed window) ends a run in order",
  (name) => {
    const { run, emitter, left } = fakeProcess();
    const { signal } = listenForEndings(run, () => 0);
    emitter.emit(name);
    expect([signal.aborted, left]).toEqual([true, []]);
  },
);

test("a second Ctrl-Break leaves at once", () => {
  const { run, emitter, left } = fakeProcess();
  let now = 0;
  listenForEndings(run, () => now);
  emitter.emit("SIGBREAK");
  now = 1_000;
  emitter.emit("SIGBREAK");
  expect(left).toEqual([130]);
});
