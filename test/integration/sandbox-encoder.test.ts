import { afterEach, expect, test } from "vitest";
import { createEncoders, type Encoders } from "../../src/sandbox/encoder/encoder.ts";
import type { StartSource } from "../../src/sandbox/encoder/encoder-settings.ts";
import { chooseSource } from "../../src/sandbox/encoder/sources.ts";
import { createTestPattern } from "../../src/sandbox/encoder/test-pattern/test-pattern.ts";
import type { World } from "../../src/sandbox/world.ts";
import {
  createManualClock,
  type ManualClock,
} from "../unit/sandbox/encoder/support/manual-clock.ts";
import { type Answer, type Origin, startOrigin } from "../unit/sandbox/encoder/support/origin.ts";
import { type ChannelOptions, encoderJob } from "../unit/sandbox/encoder/support/settings.ts";
import { checkSegments } from "../unit/sandbox/encoder/support/ts-check.ts";

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const QUERY = "?token=KEY%2B1&ttl_seconds=3600&role=origin";
const RUNGS = ["480", "240", "720"] as const;

const toClose: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of toClose.splice(0).reverse()) await each.close();
});

type Rehearsal = {
  readonly clock: ManualClock;
  readonly origin: Origin;
  readonly encoders: Encoders;
};

async function rehearse(answer?: Answer, source?: StartSource): Promise<Rehearsal> {
  const clock = createManualClock(START_MS);
  const origin = await startOrigin(answer);
  toClose.push(origin);
  const encoders = createEncoders(worldOf(clock), {
    startSource: source ?? createTestPattern(clock),
  });
  toClose.push(encoders);
  return { clock, origin, encoders };
}

function worldOf(clock: ManualClock): World {
  return {
    id: "test",
    clock,
    latency: "instant",
    account: "000000000000",
    log: () => undefined,
    allows: () => true,
    closing: new AbortController().signal,
    gate: {
      before: () => Promise.resolve({ pass: true }),
      after: () => Promise.resolve("respond"),
      transition: () => undefined,
    },
  };
}

const at = (origin: Origin, options: ChannelOptions = {}): ChannelOptions => ({
  url: `http://127.0.0.1:${origin.port}/cache/live-origin/playlist.m3u8${QUERY}`,
  ...options,
});

/** Lets `count` segments of `milliseconds` pass, each stored and named before the next. */
async function play(
  { clock, origin }: Rehearsal,
  count: number,
  milliseconds = 2000,
  rungs: readonly string[] = RUNGS,
): Promise<void> {
  const master = (): number => origin.puts.filter(({ name }) => name === "playlist.m3u8").length;
  for (let index = 0; index < count; index++) {
    const before = rungs.map((rung) => timesNamed(origin, rung));
    const masters = master();
    await clock.advance(milliseconds);
    await origin.until(
      () =>
        rungs.every((rung, number) => timesNamed(origin, rung) > (before[number] ?? 0)) &&
        master() > masters,
    );
  }
}

const timesNamed = (origin: Origin, rung: string): number =>
  origin.puts.filter(({ name }) => name === `playlist_${rung}p30.m3u8`).length;

const segmentsOf = (origin: Origin, rung: string): [string, Buffer][] =>
  [...origin.objects]
    .filter(([name]) => name.startsWith(`playlist_${rung}p30_`))
    .sort(([one], [other]) => one.localeCompare(other));

test("a minute of the tutorial's ladder: every rung is one unbroken stream of nominal size, in names, playlists and times", async () => {
  const run = await rehearse();
  const early: string[] = [];
  await run.encoders.startEncoder(encoderJob(at(run.origin, { hls: { indexNSegments: 10 } })));
  for (let minute = 0; minute < 30; minute++) {
    await play(run, 1);
    for (const rung of RUNGS) {
      const playlist = run.origin.objects.get(`playlist_${rung}p30.m3u8`)?.toString() ?? "";
      const listed = playlist.split("\n").filter((line) => line.endsWith(".ts"));
      early.push(...listed.filter((name) => !run.origin.objects.has(name)));
    }
  }
  expect(early).toEqual([]);
  for (const [rung, bytes] of [
    ["480", 427_324],
    ["240", 230_300],
    ["720", 706_504],
  ] as const) {
    const segments = segmentsOf(run.origin, rung);
    expect(segments.map(([name]) => name)).toEqual(
      Array.from(
        { length: 30 },
        (_, index) => `playlist_${rung}p30_${String(index + 1).padStart(5, "0")}.ts`,
      ),
    );
    expect(new Set(segments.map(([, body]) => body.length))).toEqual(new Set([bytes]));
    const { problems, videoGaps, audioGaps } = checkSegments(segments.map(([, body]) => body));
    expect(problems).toEqual([]);
    expect([...videoGaps.keys()]).toEqual([3000]);
    expect([...audioGaps.keys()].every((gap) => gap % 1920 === 0)).toBe(true);
    const playlist = run.origin.objects.get(`playlist_${rung}p30.m3u8`)?.toString() ?? "";
    expect(playlist).toContain("#EXT-X-MEDIA-SEQUENCE:21\n");
    expect(playlist.match(/^#EXTINF:2\.00000,$/gm)?.length).toBe(10);
  }
});

test("every PUT goes to the destination with the name replaced, query kept, length told, over few connections", async () => {
  const run = await rehearse();
  await run.encoders.startEncoder(encoderJob(at(run.origin)));
  await play(run, 5);
  for (const { target, name, headers } of run.origin.puts) {
    expect(target).toBe(`/cache/live-origin/${name}${QUERY}`);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
    expect(headers["transfer-encoding"]).toBeUndefined();
    expect(headers["authorization"]).toBeUndefined();
  }
  expect(run.origin.connections()).toBeLessThanOrEqual(6);
  const variant = run.origin.objects.get("playlist_480p30.m3u8")?.toString() ?? "";
  expect(variant).not.toContain("token");
  expect(run.origin.objects.get("playlist.m3u8")?.toString()).toContain(
    `playlist_240p30.m3u8${QUERY}\n`,
  );
});

test("GOPs of 2.5 s make segments of 2.5 s although SegmentLength is 2", async () => {
  const run = await rehearse();
  const h264 = { gopSize: 2.5, gopSizeUnits: "SECONDS" };
  await run.encoders.startEncoder(encoderJob(at(run.origin, { h264 })));
  await play(run, 4, 2500);
  expect(checkSegments(segmentsOf(run.origin, "720").map(([, body]) => body)).problems).toEqual([]);
  const playlist = run.origin.objects.get("playlist_720p30.m3u8")?.toString();
  expect(playlist).toContain("#EXT-X-TARGETDURATION:3\n");
  expect(playlist?.match(/#EXTINF:2\.50000,/g)?.length).toBe(4);
});

test("after a stop and a start the counter begins again, and with $dt$ no name comes twice; time goes on", async () => {
  const run = await rehearse();
  const job = encoderJob(
    at(run.origin, {
      output: { nameModifier: "_480p30", segmentModifier: "_$dt$" },
      rungs: [{ name: "480", width: 64, height: 48, video: 300_000, audio: 64_000 }],
    }),
  );
  const first = await run.encoders.startEncoder(job);
  await play(run, 2, 2000, ["480"]);
  await first.stop();
  expect(run.clock.sleepers()).toBe(0);
  await run.clock.advance(5000);
  await run.encoders.startEncoder(job);
  await play(run, 2, 2000, ["480"]);
  const segments = segmentsOf(run.origin, "480");
  expect(segments.map(([name]) => name)).toEqual([
    "playlist_480p30_20260102T030405_00001.ts",
    "playlist_480p30_20260102T030407_00002.ts",
    "playlist_480p30_20260102T030414_00001.ts",
    "playlist_480p30_20260102T030416_00002.ts",
  ]);
  const { videoGaps } = checkSegments(segments.map(([, body]) => body));
  expect([...videoGaps.keys()].every((gap) => gap > 0)).toBe(true);
});

test("HLS Akamai sends Basic credentials with every request", async () => {
  const run = await rehearse();
  const options = {
    cdn: { hlsAkamaiSettings: {} },
    username: "momento",
    passwordParam: "/medialive/k",
  };
  await run.encoders.startEncoder(
    encoderJob(at(run.origin, options), { passwords: { "/medialive/k": "the-key" } }),
  );
  await play(run, 1);
  const expected = `Basic ${Buffer.from("momento:the-key").toString("base64")}`;
  expect(new Set(run.origin.puts.map(({ headers }) => headers["authorization"]))).toEqual(
    new Set([expected]),
  );
});

test("HLS basic PUT omits the credentials until it is challenged, and answers a challenge", async () => {
  const run = await rehearse(({ headers }) =>
    headers["authorization"]?.startsWith("Digest ")
      ? { status: 200 }
      : { status: 401, headers: { "www-authenticate": 'Digest realm="o", nonce="1", qop="auth"' } },
  );
  await run.encoders.startEncoder(
    encoderJob(at(run.origin, { username: "u", passwordParam: "p" }), {
      passwords: { p: "secret" },
    }),
  );
  await play(run, 1);
  const [first, second] = run.origin.puts.filter(({ name }) => name === "playlist_480p30_00001.ts");
  expect([first?.status, first?.headers["authorization"]]).toEqual([401, undefined]);
  expect([second?.status, second?.headers["authorization"]?.slice(0, 6)]).toEqual([200, "Digest"]);
});

test("three refusals of one segment cost the viewer nothing: it is stored at the fourth try and the list has no hole", async () => {
  let refusals = 3;
  const run = await rehearse(({ name }) =>
    name === "playlist_720p30_00002.ts" && refusals-- > 0 ? { status: 503 } : { status: 200 },
  );
  const alerts: (string | undefined)[] = [];
  await run.encoders.startEncoder(
    encoderJob(at(run.origin), { alert: (_type, message) => alerts.push(message) }),
  );
  await play(run, 1);
  const tries = (): readonly number[] =>
    run.origin.puts
      .filter(({ name }) => name === "playlist_720p30_00002.ts")
      .map(({ status }) => status);
  const listed = (): readonly string[] =>
    run.origin.objects
      .get("playlist_720p30.m3u8")
      ?.toString()
      .match(/\d{5}(?=\.ts$)/gm) ?? [];
  while (listed().length < 5) {
    const before = run.origin.puts.length;
    await run.clock.advance(2000);
    await run.origin.until(() => run.origin.puts.length > before);
  }
  expect(tries()).toEqual([503, 503, 503, 200]);
  expect(listed()).toEqual(listed().map((_, index) => String(index + 1).padStart(5, "0")));
  expect(alerts).toEqual([]);
});

test("an origin that never answers is an alert, and does not keep the channel from stopping", async () => {
  const run = await rehearse(() => "silence");
  const alerts: (string | undefined)[] = [];
  const running = await run.encoders.startEncoder(
    encoderJob(at(run.origin), { alert: (_type, message) => alerts.push(message) }),
  );
  for (let step = 0; step < 60; step++) await run.clock.advance(2000);
  expect(alerts.at(-1)).toMatch(
    /^HLS output \[\w+\] unable to write: PUT playlist_\w+\.ts: no answer in time$/,
  );
  const stopping = running.stop();
  await run.clock.advance(5000);
  await stopping;
  expect(run.clock.sleepers()).toBe(0);
});

test("a source that cannot start leaves nothing running", async () => {
  const run = await rehearse(undefined, () => Promise.reject(new Error("port in use")));
  await expect(run.encoders.startEncoder(encoderJob(at(run.origin)))).rejects.toThrow(
    "port in use",
  );
  expect(run.clock.sleepers()).toBe(0);
  expect(run.origin.puts).toEqual([]);
});

test("the sandbox's own URL is made here; everything else goes to the real encoder", async () => {
  const started: string[] = [];
  const named =
    (name: string): StartSource =>
    () => {
      started.push(name);
      return Promise.resolve({ stop: () => Promise.resolve() });
    };
  const source = chooseSource({
    testPattern: named("pattern"),
    realInput: named("real"),
    isTestPattern: (url) => url === "http://127.0.0.1:1/test-pattern.mp4",
  });
  const run = await rehearse(undefined, source);
  const start = (input: Record<string, unknown>): Promise<unknown> =>
    run.encoders.startEncoder(encoderJob(at(run.origin), { inputs: [{ id: "7", ...input }] }));
  await start({ type: "MP4_FILE", sources: [{ url: "http://127.0.0.1:1/test-pattern.mp4" }] });
  await start({ type: "MP4_FILE", sources: [{ url: "http://127.0.0.1:1/other.mp4" }] });
  await start({ type: "RTMP_PUSH", destinations: [{ url: "rtmp://127.0.0.1:1935/live/a" }] });
  expect(started).toEqual(["pattern", "real", "real"]);
});
