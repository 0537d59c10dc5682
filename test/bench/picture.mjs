import { setTimeout as sleep } from "node:timers/promises";
import { openSandbox, printed, TEARDOWN } from "./run.mjs";
import { verdict } from "./rounds.mjs";

const ROUNDS = 2;
const LOOK_EVERY_MS = 50;
/** With fewer segments in its list no player begins. */
const LEAST_SEGMENTS = 2;
const MOST_MS = 2_000;

/** How long after the first picture could be had at the edge the first `start` of a stack is over, which tells of it. */
export async function benchPicture() {
  const sandbox = await openSandbox();
  const late = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { playbackUrl } = await printed(["init", "--sandbox", "--yes"], sandbox);
      const told = printed(["start", "--sandbox"], sandbox).then(() => performance.now());
      const playsMs = await whenItPlays(playbackUrl);
      late.push((await told) - playsMs);
      await printed([...TEARDOWN, "--allow-interruption"], sandbox);
    }
  } finally {
    await sandbox.close();
  }
  const lateMs = Math.max(...late);
  return [
    [
      "first picture, told after it is there",
      `${(lateMs / 1000).toFixed(1)} s`,
      `the later of ${ROUNDS}; goal ${MOST_MS / 1000}: ${verdict(lateMs <= MOST_MS)}`,
    ],
  ];
}

/** When every variant at the edge lists enough. */
async function whenItPlays(playbackUrl) {
  for (;;) {
    const master = await textOf(playbackUrl);
    const lists = await Promise.all(
      linksOf(master).map((variant) => textOf(new URL(variant, playbackUrl))),
    );
    const plays = lists.map((list) => linksOf(list).length >= LEAST_SEGMENTS);
    if (plays.length > 0 && plays.every(Boolean)) return performance.now();
    await sleep(LOOK_EVERY_MS);
  }
}

const linksOf = (playlist) => playlist.split("\n").filter((line) => /^[^#]/.test(line));

async function textOf(url) {
  const answer = await fetch(url);
  return answer.ok ? answer.text() : "";
}
