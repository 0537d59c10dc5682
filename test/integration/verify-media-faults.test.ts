import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { verifyBed, type VerifyBed } from "./support/verify-bed.ts";

type Change = (body: Buffer, path: string) => Buffer | undefined;

let bed: VerifyBed;
let mirror: Server;
let change: Change = (body) => body;
const kept = new Map<string, Buffer>();

/** Serves what the edge serves, changed by the test; what it makes undefined is missing. */
beforeAll(async () => {
  bed = await verifyBed();
  await bed.plays();
  mirror = createServer((request, response) => {
    void (async () => {
      const path = request.url ?? "/";
      const answer = await fetch(`${new URL(bed.playbackUrl).origin}${path}`);
      const body = change(Buffer.from(await answer.arrayBuffer()), path);
      const headers = { "access-control-allow-origin": "*", "x-cache": "Hit from cloudfront" };
      response.writeHead(body === undefined ? 404 : answer.status, headers);
      response.end(body);
    })();
  });
  await new Promise<void>((done) => mirror.listen(0, "127.0.0.1", done));
});
afterEach(() => {
  change = (body) => body;
  kept.clear();
});
afterAll(async () => {
  mirror.closeAllConnections();
  mirror.close();
  await bed.close();
});

async function verifyMirror() {
  const { port } = mirror.address() as AddressInfo;
  return bed.verify("--url", `http://127.0.0.1:${port}/playlist.m3u8`);
}

const onSegments =
  (edit: Change): Change =>
  (body, path) =>
    path.endsWith(".ts") ? edit(body, path) : body;

const onText =
  (pattern: RegExp, edit: (text: string) => string): Change =>
  (body, path) =>
    pattern.test(path) ? Buffer.from(edit(body.toString("utf8"))) : body;

test("checks a URL of which nothing else is known, and finds nothing wrong with it", async () => {
  const { code, checks } = await verifyMirror();
  expect(checks.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  expect(code).toBe(0);
});

test.each<readonly [string, string, Change]>([
  [
    "a master that is not there",
    "edge-master MASTER_NOT_SERVED",
    (body, path) => (path === "/playlist.m3u8" ? undefined : body),
  ],
  [
    "a variant that is not there",
    "edge-variants VARIANT_MISSING",
    (body, path) => (path.includes("240p30.m3u8") ? undefined : body),
  ],
  [
    "a listed segment that is not there",
    "edge-media SEGMENT_MISSING",
    onSegments((body, path) => (path.includes("240p30") ? undefined : body)),
  ],
  [
    "a segment that is cut",
    "edge-media NOT_A_TRANSPORT_STREAM",
    onSegments((body) => body.subarray(0, body.length - 100)),
  ],
  [
    "a segment out of step",
    "edge-media NOT_A_TRANSPORT_STREAM",
    onSegments((body) => Buffer.concat([body.subarray(1), Buffer.from([0])])),
  ],
  ["a segment without tables", "edge-media NO_PROGRAM", onSegments((body) => withoutTables(body))],
  [
    "a segment that begins with no keyframe",
    "edge-media NO_KEYFRAME_FIRST",
    onSegments((body) => withoutKeyframe(body)),
  ],
  [
    "another profile than stated",
    "edge-declared CODECS_DIFFER",
    onText(/playlist\.m3u8/, (text) => text.replaceAll("avc1.4d401f", "avc1.64001f")),
  ],
  [
    "another kind of sound than stated",
    "edge-declared CODECS_DIFFER",
    onText(/playlist\.m3u8/, (text) => text.replaceAll("mp4a.40.2", "mp4a.40.1")),
  ],
  [
    "a length that EXTINF states wrongly",
    "edge-durations EXTINF_WRONG",
    onText(/_240p30\.m3u8/, (text) => text.replaceAll("EXTINF:1.00000", "EXTINF:1.20000")),
  ],
  [
    "segments longer than the target duration",
    "edge-durations LONGER_THAN_TARGET",
    onText(/_240p30\.m3u8/, (text) => text.replaceAll("EXTINF:1.00000", "EXTINF:2.00000")),
  ],
  [
    "playlists that stand still",
    "edge-playlists-fresh PLAYLISTS_CACHED",
    (body, path) => {
      if (!path.endsWith(".m3u8")) return body;
      const first = kept.get(path) ?? body;
      kept.set(path, first);
      return first;
    },
  ],
])("names %s", async (_what, wanted, edit) => {
  change = edit;
  const { code, first } = await verifyMirror();
  expect([code, first]).toEqual([5, wanted]);
});

test("warns of segments that are larger than the master's bitrates say, and goes on", async () => {
  change = onText(/playlist\.m3u8/, (text) =>
    text.replaceAll(/AVERAGE-BANDWIDTH=(\d)\d/g, "AVERAGE-BANDWIDTH=$1"),
  );
  const { code, checks } = await verifyMirror();
  const sizes = checks.find(({ id }) => id === "edge-sizes");
  expect([code, sizes?.verdict]).toEqual([0, "warn"]);
  expect(sizes?.suspects[0]?.code).toBe("SEGMENT_LARGER_THAN_ESTIMATED");
});

test("asks ffprobe for a second opinion, and warns of what it complains about", async () => {
  change = onSegments((body) => withoutSound(body));
  const { checks } = await verifyMirror();
  const opinion = checks.find(({ id }) => id === "second-opinion");
  // What our own look finds wrong comes first; without ffprobe there is nothing to say.
  expect(["skipped", "warn"]).toContain(opinion?.verdict);
});

test("refuses an address that is none", async () => {
  expect((await bed.place.run(["verify", "--url", "playlist.m3u8"])).code).toBe(2);
});

/** PAT and PMT are the first two packets of a segment, and come once. */
function withoutTables(body: Buffer): Buffer {
  return body.subarray(2 * 188);
}

/** The keyframe's slices (NAL type 5) become those of another picture (type 1). */
function withoutKeyframe(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  for (let at = copy.indexOf(IDR); at >= 0; at = copy.indexOf(IDR, at + 1)) copy[at + 3] = 0x61;
  return copy;
}

const IDR = Buffer.from([0, 0, 1, 0x65]);

/** The sound's packets become padding. */
function withoutSound(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  for (let at = 0; at < copy.length; at += 188)
    if ((copy.readUInt16BE(at + 1) & 0x1fff) === 492) copy.writeUInt16BE(0x1fff, at + 1);
  return copy;
}
