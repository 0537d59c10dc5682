import { expect, test } from "vitest";
import type { EncoderJob } from "../../../../src/sandbox/encoder/job.ts";
import type { Segment } from "../../../../src/sandbox/encoder/packaging/segment.ts";
import { readHlsSettings } from "../../../../src/sandbox/encoder/reading/read-hls.ts";
import { readEncoderSettings } from "../../../../src/sandbox/encoder/reading/read-encoder-settings.ts";
import { answerChallenge } from "../../../../src/sandbox/encoder/upload/challenge.ts";
import { startDelivery } from "../../../../src/sandbox/encoder/upload/delivery.ts";
import type { Uploader } from "../../../../src/sandbox/encoder/upload/uploader.ts";
import { createDataPlane, type DataPlane } from "../../../../src/sandbox/momento/data-plane.ts";
import { SUPER_USER } from "../../../../src/sandbox/momento/grant.ts";
import { PROVISIONED } from "../../../../src/sandbox/momento/limits.ts";
import { createStore } from "../../../../src/sandbox/momento/store.ts";
import { Refusal } from "../../../../src/sandbox/wire.ts";
import { createManualClock, type ManualClock } from "./support/manual-clock.ts";
import { encoderJob, type ChannelOptions } from "./support/settings.ts";

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const RUNG = { name: "480", width: 640, height: 480, video: 1_500_000, audio: 128_000 };
const policy = (changes: Readonly<Record<string, number>>): NonNullable<ChannelOptions["cdn"]> => ({
  hlsBasicPutSettings: {
    connectionRetryInterval: 4,
    filecacheDuration: 300,
    restartDelay: 2,
    ...changes,
  },
});

/** A delivery to an origin that lives in this test. `refuse` decides which attempts fail, with which HTTP status. */
function rehearse(
  options: ChannelOptions,
  refuse: (name: string, body: Buffer, clock: ManualClock) => boolean | number = () => false,
) {
  const clock = createManualClock(START_MS);
  const attempts: { readonly atMs: number; readonly name: string }[] = [];
  const objects = new Map<string, string>();
  const alerts: (string | undefined)[] = [];
  const early: string[] = [];
  const uploader: Uploader = {
    store: (name, body) => {
      attempts.push({ atMs: clock.now() - START_MS, name });
      const refused = refuse(name, body, clock);
      if (refused !== false)
        return Promise.resolve({ reason: `HTTP ${refused === true ? 503 : refused}` });
      const text = name.endsWith(".m3u8") ? body.toString() : "";
      if (/_\w+\.m3u8$/.test(name))
        early.push(
          ...text.split("\n").filter((line) => line.endsWith(".ts") && !objects.has(line)),
        );
      objects.set(name, text);
      return Promise.resolve(undefined);
    },
    close: () => undefined,
  };
  const job: EncoderJob = encoderJob(options);
  const delivery = startDelivery({
    clock,
    uploader,
    settings: readEncoderSettings(job),
    hls: readHlsSettings(job),
    alert: (_type, message) => alerts.push(message),
  });
  const add = (sequence: number, output = 0): void => delivery.add(output, segment(sequence));
  return { clock, attempts, objects, alerts, early, delivery, add };
}

const segment = (sequence: number): Segment => ({
  sequence,
  packets: Buffer.alloc(188, 0x47),
  durationTicks: 180_000,
  startMs: START_MS + (sequence - 1) * 2000,
  discontinuity: false,
});
const names = (attempts: readonly { readonly name: string }[]): string[] =>
  attempts.map(({ name }) => name);

test("segment, then the playlist that names it, then the master", async () => {
  const { clock, add, attempts, early } = rehearse({ rungs: [RUNG] });
  add(1);
  await clock.advance(0);
  expect(names(attempts)).toEqual([
    "playlist_480p30_00001.ts",
    "playlist_480p30.m3u8",
    "playlist.m3u8",
  ]);
  expect(early).toEqual([]);
});

test("the master waits until every output has a playlist", async () => {
  const { clock, add, objects } = rehearse({});
  add(1, 0);
  add(1, 1);
  await clock.advance(0);
  expect(objects.has("playlist.m3u8")).toBe(false);
  add(1, 2);
  await clock.advance(0);
  expect(objects.has("playlist.m3u8")).toBe(true);
});

test.each([
  ["SEGMENTS_ONLY", ["playlist_480p30_00001.ts"]],
  ["VARIANT_MANIFESTS_AND_SEGMENTS", ["playlist_480p30_00001.ts", "playlist_480p30.m3u8"]],
])("OutputSelection %s writes only that", async (outputSelection, expected) => {
  const { clock, add, objects } = rehearse({ rungs: [RUNG], hls: { outputSelection } });
  add(1);
  await clock.advance(0);
  expect([...objects.keys()]).toEqual(expected);
});

test("an object is tried once and three times again, ConnectionRetryInterval seconds apart; then the output restarts after RestartDelay", async () => {
  const { clock, add, attempts, alerts } = rehearse({ rungs: [RUNG] }, () => true);
  add(1);
  await clock.advance(15_000);
  expect(attempts.map(({ atMs }) => atMs)).toEqual([0, 4000, 8000, 12_000, 14_000]);
  expect(alerts).toEqual([
    "HLS output [480] unable to write: PUT playlist_480p30_00001.ts: HTTP 503",
  ]);
});

test("a restart delay of 0 means never again", async () => {
  const cdn = policy({ restartDelay: 0 });
  const { clock, add, attempts } = rehearse({ rungs: [RUNG], cdn }, () => true);
  add(1);
  await clock.advance(20_000);
  add(2);
  await clock.advance(60_000);
  expect(attempts.length).toBe(4);
});

test("when the origin is back, the file cache is stored in order and the alert is cleared", async () => {
  let down = true;
  const run = rehearse({ rungs: [RUNG] }, () => down);
  for (let sequence = 1; sequence <= 15; sequence++) {
    run.add(sequence);
    await run.clock.advance(2000);
  }
  expect(run.objects.size).toBe(0);
  down = false;
  await run.clock.advance(4000);
  const stored = [...run.objects.keys()].filter((name) => name.endsWith(".ts"));
  expect(stored).toEqual(
    Array.from(
      { length: 15 },
      (_, index) => `playlist_480p30_${String(index + 1).padStart(5, "0")}.ts`,
    ),
  );
  expect(run.early).toEqual([]);
  expect(run.alerts.at(-1)).toBeUndefined();
  expect(run.objects.get("playlist_480p30.m3u8")).not.toContain("DISCONTINUITY");
});

test("the file cache keeps FilecacheDuration seconds: what is older is lost and never named", async () => {
  let down = true;
  const cdn = policy({ filecacheDuration: 10, connectionRetryInterval: 1 });
  const run = rehearse({ rungs: [RUNG], cdn }, () => down);
  for (let sequence = 1; sequence <= 30; sequence++) {
    run.add(sequence);
    await run.clock.advance(2000);
  }
  down = false;
  run.add(31);
  await run.clock.advance(10_000);
  const stored = [...run.objects.keys()].filter((name) => name.endsWith(".ts"));
  expect(stored.slice(-5)).toEqual(
    [27, 28, 29, 30, 31].map((sequence) => `playlist_480p30_000${sequence}.ts`),
  );
  expect(stored.length).toBeLessThanOrEqual(6);
  const playlist = run.objects.get("playlist_480p30.m3u8") ?? "";
  expect(playlist.match(/\.ts$/gm)?.length).toBeLessThanOrEqual(6);
  expect(run.early).toEqual([]);
});

test("an output that cannot be written holds back neither the others nor, once it has failed, the master", async () => {
  const { clock, add, objects, alerts } = rehearse({}, (name) => name.includes("_240p30"));
  for (const output of [0, 1, 2]) add(1, output);
  await clock.advance(0);
  expect(objects.has("playlist_720p30.m3u8")).toBe(true);
  expect(objects.has("playlist.m3u8")).toBe(false);
  await clock.advance(12_000);
  add(2, 0);
  await clock.advance(0);
  expect(objects.has("playlist.m3u8")).toBe(true);
  expect(alerts.at(-1)).toContain("[240]");
});

test("a stop lets uploads finish, and does not wait for an origin that is away", async () => {
  const good = rehearse({ rungs: [RUNG] });
  good.add(1);
  await good.delivery.stop();
  expect(good.objects.has("playlist_480p30.m3u8")).toBe(true);

  const bad = rehearse({ rungs: [RUNG] }, () => true);
  bad.add(1);
  await bad.clock.advance(13_000);
  await bad.delivery.stop();
  expect(bad.clock.sleepers()).toBe(0);
});

test("alerts name objects and statuses, not the destination's query string", async () => {
  const url = "http://127.0.0.1:9/cache/x/playlist.m3u8?token=SECRET";
  const { clock, add, alerts } = rehearse({ rungs: [RUNG], url }, () => true);
  add(1);
  await clock.advance(13_000);
  expect(alerts.length).toBe(1);
  expect(JSON.stringify(alerts)).not.toContain("SECRET");
});

test("a Basic challenge is answered with Basic", () => {
  const answer = answerChallenge({
    challenge: 'Basic realm="x"',
    credentials: { username: "momento", password: "key" },
    method: "PUT",
    path: "/a",
  });
  expect(answer).toBe("Basic bW9tZW50bzprZXk=");
});

test("a Digest challenge without qop is answered as RFC 2617 computes it", () => {
  const challenge =
    'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
  const answer = answerChallenge({
    challenge,
    credentials: { username: "Mufasa", password: "Circle Of Life" },
    method: "GET",
    path: "/dir/index.html",
  });
  expect(answer).toContain('response="670fd8c2df070c60b045671b8b24ff02"');
  expect(answer).toContain('opaque="5ccc069c403ebaf9f0171e9517f40e41"');
});

test("a challenge for something else is not answered", () => {
  expect(
    answerChallenge({
      challenge: "Negotiate",
      credentials: { username: "a", password: "b" },
      method: "PUT",
      path: "/",
    }),
  ).toBeUndefined();
});

test("a full cache is an alert of 429 after the retries; what is held stays, and when some of it expires the output goes on", async () => {
  let plane: DataPlane | undefined;
  const cache = "live-origin";
  const taken = new Map<string, Buffer>();
  const openPlane = (clock: ManualClock): DataPlane => {
    const store = createStore(clock);
    store.create(cache);
    return createDataPlane(store, { ...PROVISIONED, hotStorageMiB: 2 }, clock);
  };
  const store = (key: string, value: Buffer, clock: ManualClock): false | number => {
    plane ??= openPlane(clock);
    try {
      plane.set(SUPER_USER, { cache, key }, { value, ttlMilliseconds: 40_000 });
      taken.set(key, value);
      return false;
    } catch (error) {
      if (error instanceof Refusal) return error.error.status;
      throw error;
    }
  };
  const { clock, add, alerts, objects } = rehearse({ rungs: [RUNG] }, store);
  const named = (): readonly string[] =>
    objects.get("playlist_480p30.m3u8")?.match(/\d{5}(?=\.ts$)/gm) ?? [];
  const playUntil = async (endMs: number): Promise<void> => {
    while (clock.now() - START_MS < endMs) {
      add((clock.now() - START_MS) / 2000 + 1);
      await clock.advance(2000);
    }
  };
  await playUntil(38_000);
  const full = "HLS output [480] unable to write: PUT playlist_480p30_00005.ts: HTTP 429";
  expect([named(), alerts]).toEqual([["00001", "00002", "00003", "00004"], [full]]);
  const [first = "", written = Buffer.alloc(0)] = [...taken][0] ?? [];
  expect(first).toMatch(/_00001\.ts$/);
  expect(plane?.get(SUPER_USER, cache, first)?.equals(written)).toBe(true);
  await playUntil(44_000);
  expect(named().slice(0, 5)).toEqual(["00001", "00002", "00003", "00004", "00005"]);
  expect(alerts).toEqual([full, undefined]);
});
