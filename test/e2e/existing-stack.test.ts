import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startRehearsal, type Rehearsal } from "./support/rehearsal.ts";
import { KEYS, openTerminal, type Terminal } from "./support/terminal.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const { enter, down, ctrlC } = KEYS;
const CHOICE = "What would you like to do with live-origin?";

let place: Rehearsal;
let terminal: Terminal | undefined;
beforeEach(async () => {
  place = await startRehearsal();
  await place.run("init", "--yes", "--ladder", "mobile");
});
afterEach(async () => {
  terminal?.kill();
  await place.close();
});

function wizard(...args: readonly string[]): Terminal {
  terminal = openTerminal(["init", "--sandbox", ...args], { cwd: place.path, columns: 80 });
  return terminal;
}

test("an existing stack is met as one: since when, whether it runs, and what can be done with it", async () => {
  const left = wizard();
  await left.sees(/live-origin has existed since \w{3} \d+ \w{3}, \d\d:\d\d/);
  await left.sees(/its\s+channel\s+is\s+IDLE/);
  await left.sees(CHOICE);
  for (const choice of ["repair it", "change it", "start its channel", "tear it down"])
    await left.sees(choice);
  left.press(ctrlC);
  expect((await left.ended).code).toBe(130);

  const repair = wizard();
  await repair.answer(CHOICE, enter);
  await repair.answer("Start the channel now?", `n${enter}`);
  const repaired = await repair.ended;
  expect(repaired.code, repaired.text).toBe(0);
  expect(repaired.text).toContain("nothing to do");
  expect(repaired.text).not.toContain("Which renditions");

  const start = wizard();
  await start.answer(CHOICE, down + down + enter);
  const started = await start.ended;
  expect(started.code, started.text).toBe(0);
  expect(started.text).toContain("it plays through the edge");

  const stop = wizard();
  await stop.sees(/its\s+channel\s+is\s+RUNNING\./);
  await stop.answer("stop its channel", down + down + enter);
  const stopped = await stop.ended;
  expect(stopped.code, stopped.text).toBe(0);

  const change = wizard();
  await change.answer(CHOICE, down + enter);
  await change.sees("Is it for an audience");
  change.press(ctrlC);
  await change.ended;

  const shorter = wizard("--ttl-seconds", "600", "--window-segments", "10", "--yes");
  await shorter.sees(/playlists list 10 segments instead of 50 \(window\)/);
  await shorter.sees(/segments are kept for 600 s instead of 3600 s \(TTL\)/);
  expect((await shorter.ended).code).toBe(0);

  const teardown = wizard();
  await teardown.answer(CHOICE, down + down + down + enter);
  await teardown.answer("Type live-origin to remove all of this", `live-origin${enter}`);
  const gone = await teardown.ended;
  expect(gone.code, gone.text).toBe(0);
});
