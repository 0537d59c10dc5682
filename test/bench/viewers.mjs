import { setTimeout as sleep } from "node:timers/promises";
import { performance } from "node:perf_hooks";
import { cpuMs } from "./load.mjs";
import { openSandbox, printed } from "./run.mjs";

const VIEWERS = 100;
const RENDITIONS = ["720p30", "480p30", "240p30"];
const MEASURED_MS = 15_000;
const LOOK_EVERY_MS = 200;
/** Later than that after the one before, in segments, a playlist is late. */
const LATE_SEGMENTS = 1.5;

/** One channel and ten, with a hundred viewers between them: what a sandbox takes of a core, and which playlists come late. */
export async function benchViewers() {
  const rows = [];
  for (const channels of [1, 10]) rows.push(await viewersOf(channels));
  return rows;
}

async function viewersOf(channels) {
  const quotas = ["channels", "push-inputs", "pull-inputs"].flatMap((name) => [
    "--quota",
    `${name}=${2 * channels}`,
  ]);
  const sandbox = await openSandbox(quotas);
  try {
    const variants = await shows(channels, sandbox);
    const before = await cpuMs(sandbox.pid);
    const startMs = performance.now();
    const over = () => performance.now() - startMs > MEASURED_MS;
    const viewers = Array.from({ length: VIEWERS }, (_, index) =>
      watch(variants[index % channels], (index * 2_000) / VIEWERS, over),
    );
    const punctual = await Promise.all(variants.map((url) => watchPlaylist(url, over)));
    const fetched = (await Promise.all(viewers)).reduce((sum, count) => sum + count, 0);
    const seconds = (performance.now() - startMs) / 1000;
    const core = ((await cpuMs(sandbox.pid)) - before) / (10 * seconds);
    const sum = (member) => punctual.reduce((all, each) => all + each[member], 0);
    return [
      `${channels} channels of three rungs, ${VIEWERS} viewers`,
      `${core.toFixed(0)} %`,
      `of a core; ${(fetched / seconds).toFixed(0)} requests/s; ${sum("late")} of ${sum("updates")} playlists late`,
    ];
  } finally {
    await sandbox.close();
  }
}

/** Makes and starts so many channels, two at a time, and gives the address of a rendition of each. */
async function shows(channels, sandbox) {
  const urls = [];
  const start = async (number) => {
    const name = `show-${number}`;
    const flags = ["--yes", "--start", "--name", name, "--cache", name];
    const { playbackUrl } = await printed(["init", "--sandbox", ...flags], sandbox);
    const rendition = RENDITIONS[number % RENDITIONS.length];
    urls.push(new URL(`playlist_${rendition}.m3u8`, playbackUrl).href);
  };
  for (let number = 0; number < channels; number += 2)
    await Promise.all([number, number + 1].filter((each) => each < channels).map(start));
  return urls;
}

/** A player: the playlist once a segment, and each newest segment. Gives how often it asked. */
async function watch(url, afterMs, over) {
  await sleep(afterMs);
  let requests = 0;
  let last;
  while (!over()) {
    const lines = (await (await got(url)).text()).split("\n");
    const newest = lines.findLast((line) => /^[^#]/.test(line));
    requests += 1;
    if (newest !== undefined && newest !== last) {
      await (await got(new URL(newest, url))).arrayBuffer();
      requests += 1;
      last = newest;
    }
    await sleep(segmentMs(lines));
  }
  return requests;
}

async function watchPlaylist(url, over) {
  let updates = 0;
  let late = 0;
  let last;
  let sinceMs = performance.now();
  let mostMs = Infinity;
  while (!over()) {
    const lines = (await (await got(url)).text()).split("\n");
    mostMs = LATE_SEGMENTS * segmentMs(lines);
    const now = lines.find((line) => line.startsWith("#EXT-X-MEDIA-SEQUENCE")) ?? "";
    const count = `${now} ${lines.findLast((line) => /^[^#]/.test(line))}`;
    if (count !== last) {
      const gapMs = performance.now() - sinceMs;
      if (last !== undefined) {
        updates += 1;
        if (gapMs > mostMs) late += 1;
      }
      last = count;
      sinceMs = performance.now();
    }
    await sleep(LOOK_EVERY_MS);
  }
  // One that does not come any more is late as well.
  if (performance.now() - sinceMs > mostMs) {
    updates += 1;
    late += 1;
  }
  return { updates, late };
}

async function got(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer;
}

function segmentMs(lines) {
  const target = lines.find((line) => line.startsWith("#EXT-X-TARGETDURATION:")) ?? "";
  return 1_000 * Number(target.split(":")[1] ?? 2);
}
