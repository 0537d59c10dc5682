import { setTimeout as sleep } from "node:timers/promises";
import { openSandbox, printed, TEARDOWN } from "./run.mjs";
import { verdict } from "./rounds.mjs";

const ROUNDS = 2;
const LOOK_EVERY_MS = 50;
/** With fewer segments in its list a player stalls. */
const ENOUGH_SEGMENTS = 2;
const MOST_MS = 2_000;

/**
 * How long after the first picture can be had at the edge, and after a player can play on, a start tells so: the first of a stack
 * and one after a stop.
 */
export async function benchPicture() {
  const sandbox = await openSandbox();
  const late = { picture: [], plays: [] };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { playbackUrl } = await printed(["init", "--sandbox", "--yes"], sandbox);
      await start(sandbox, playbackUrl, late);
      await printed(["stop", "--sandbox", "--yes"], sandbox);
      await start(sandbox, playbackUrl, late);
      await printed([...TEARDOWN, "--allow-interruption"], sandbox);
    }
  } finally {
    await sandbox.close();
  }
  return [
    row("first picture, told after it is there", late.picture),
    row("that it plays, told after it does", late.plays),
  ];
}

async function start(sandbox, playbackUrl, late) {
  const before = String(await listsAt(playbackUrl));
  let pictureToldMs;
  const over = printed(["start", "--sandbox"], sandbox, (words) => {
    if (/The first picture is there/.test(words)) pictureToldMs ??= performance.now();
  }).then(() => performance.now());
  const pictureMs = await whenListed(playbackUrl, { before, least: 1 });
  const playsMs = await whenListed(playbackUrl, { before, least: ENOUGH_SEGMENTS });
  const overMs = await over;
  late.picture.push((pictureToldMs ?? overMs) - pictureMs);
  late.plays.push(overMs - playsMs);
}

function row(what, lateMs) {
  const most = Math.max(...lateMs);
  return [
    what,
    `${(most / 1000).toFixed(1)} s`,
    `the latest of ${lateMs.length}; goal ${MOST_MS / 1000}: ${verdict(most <= MOST_MS)}`,
  ];
}

/** When every variant at the edge lists so many segments of another run than `before`, and the newest of each can be had. */
async function whenListed(playbackUrl, { before, least }) {
  for (;;) {
    const lists = await listsAt(playbackUrl);
    const isThere = lists.map((links) => links.length >= least);
    if (String(lists) !== before && isThere.length > 0 && isThere.every(Boolean)) {
      const newest = await Promise.all(
        lists.map((links) => fetch(links.at(-1), { method: "HEAD" })),
      );
      if (newest.every(({ ok }) => ok)) return performance.now();
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** The segments' addresses in each variant, none in one that is ended. */
async function listsAt(playbackUrl) {
  const variants = linksOf(await textOf(playbackUrl), playbackUrl);
  const texts = await Promise.all(variants.map(textOf));
  return texts.map((text, at) =>
    text.includes("#EXT-X-ENDLIST") ? [] : linksOf(text, variants[at]),
  );
}

const linksOf = (playlist, from) =>
  playlist
    .split("\n")
    .filter((line) => /^[^#]/.test(line))
    .map((line) => new URL(line, from).href);

async function textOf(url) {
  const answer = await fetch(url);
  return answer.ok ? answer.text() : "";
}
