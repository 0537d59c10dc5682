import { createReadStream } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createSocket } from "node:dgram";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { INPUT_ALERT } from "../../src/sandbox/encoder/inputs/input-alerts.ts";
import type { InputSettings } from "../../src/sandbox/encoder/encoder-settings.ts";
import {
  expectOneTimeline,
  gopsOf,
  makeClip,
  probe,
  record,
  type Recording,
  send,
  type Sender,
  smallSettings,
  temporaryFolder,
} from "./support/encoder-inputs.ts";

const { available } = await ffmpegAvailability();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const open: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  if (available) await makeClip(join(folder.path, "clip.mp4"), 4);
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});
afterAll(() => folder.remove());

async function start(input: InputSettings, gopFrames = 30): Promise<Recording> {
  const recording = await record({ settings: { ...smallSettings(input), gopFrames } });
  open.push(() => recording.stop());
  return recording;
}

function sendClip(...output: readonly string[]): Sender {
  const clip = join(folder.path, "clip.mp4");
  const sender = send("-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", ...output);
  open.push(() => sender.stop());
  return sender;
}

/** Eight seconds of the clip, as fast as it goes. */
function sendOnce(...output: readonly string[]): Sender {
  const clip = join(folder.path, "clip.mp4");
  return send("-stream_loop", "1", "-i", clip, "-c:v", "libx264", "-c:a", "aac", ...output);
}

/** Serves the test's folder over HTTP; `refusing` answers 503 to everything. */
async function serveFolder(): Promise<{ readonly url: string; refusing: boolean }> {
  const served = { url: "", refusing: false };
  const server: Server = createServer((request, response) => {
    const path = join(folder.path, basename((request.url ?? "").split("?")[0] ?? ""));
    if (served.refusing) response.writeHead(503).end();
    else
      createReadStream(path)
        .on("error", () => response.writeHead(404).end())
        .pipe(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return served;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(resolve);
  });
  return port;
}

async function expectCleanLadder(recording: Recording): Promise<void> {
  expectOneTimeline(recording);
  for (const [index, size] of [
    [0, [640, 480]],
    [1, [320, 240]],
  ] as const) {
    const seen = await probe(recording, index);
    expect([seen.width, seen.height]).toEqual(size);
    expect(Object.keys(seen.videoSteps)).toEqual(["3000"]);
    expect(Object.keys(seen.audioSteps)).toEqual(["1920"]);
    expect(seen.complaints).toBe("");
  }
}

const isLive = (seen: Recording): boolean =>
  gopsOf(seen, 0).length > 0 && [...seen.alerts.values()].every((message) => message === undefined);
const isWaiting = (seen: Recording): boolean => seen.alerts.get(INPUT_ALERT.probe) !== undefined;
const isLost = (seen: Recording): boolean =>
  [INPUT_ALERT.video, INPUT_ALERT.access].some((type) => seen.alerts.get(type) !== undefined);

const ready = async (name: string): Promise<boolean> =>
  await stat(join(folder.path, name)).then(
    () => true,
    () => false,
  );

if (available) {
  test("a file is fetched over HTTP and looped", async () => {
    const { url } = await serveFolder();
    const recording = await start({ type: "MP4_FILE", url: `${url}/clip.mp4`, loop: true });
    await recording.until((seen) => gopsOf(seen, 0).length >= 6);
    await recording.stop();
    await expectCleanLadder(recording);
  });

  test("a live HLS playlist is pulled; an origin that fails and comes back is slate in between", async () => {
    const origin = await serveFolder();
    const name = join(folder.path, "live.m3u8");
    sendClip(...["-f", "hls", "-hls_time", "1", "-hls_list_size", "4"], name);
    await expect.poll(() => ready("live.m3u8"), { timeout: 20_000 }).toBe(true);
    const recording = await start({ type: "URL_PULL", url: `${origin.url}/live.m3u8?key=1` });
    await recording.until((seen) => gopsOf(seen, 0).length >= 3);
    expect([...recording.alerts]).toEqual([]);
    origin.refusing = true;
    await recording.until(isLost);
    origin.refusing = false;
    await recording.until(isLive);
    await recording.stop();
    await expectCleanLadder(recording);
  });

  test("a transport stream over RTP is encoded, and its sender may come, go and return", async () => {
    const port = await freeUdpPort();
    const recording = await start({ type: "RTP_PUSH", port, cidrs: () => ["127.0.0.1/32"] }, 60);
    await recording.until(isWaiting);
    const first = sendClip("-f", "rtp_mpegts", `rtp://127.0.0.1:${port}?pkt_size=1316`);
    await recording.until(isLive);
    await first.stop();
    await recording.until(isLost);
    expect(recording.alerts.get(INPUT_ALERT.video)).toBe("Nobody sends to this input.");
    sendClip("-f", "rtp_mpegts", `rtp://127.0.0.1:${port}?pkt_size=1316`);
    await recording.until(isLive);
    await recording.stop();
    await expectCleanLadder(recording);
    expect(new Set(recording.gops.map((gop) => gop.durationTicks))).toEqual(new Set([180_000]));
  });

  test("RTP from outside the security groups is dropped", async () => {
    const port = await freeUdpPort();
    const recording = await start({ type: "RTP_PUSH", port, cidrs: () => ["192.0.2.0/24"] });
    sendClip("-f", "rtp_mpegts", `rtp://127.0.0.1:${port}?pkt_size=1316`);
    await recording.until((seen) =>
      /127\.0\.0\.1 was turned away.*in no input security group/u.test(
        seen.alerts.get(INPUT_ALERT.probe) ?? "",
      ),
    );
    expect(recording.notes).toEqual([expect.stringMatching(/127\.0\.0\.1 refused/u)]);
    expect(recording.gops).toEqual([]);
  });

  test("a taken RTP port is an error that names the port", async () => {
    const port = await freeUdpPort();
    const input: InputSettings = { type: "RTP_PUSH", port, cidrs: () => [] };
    await start(input);
    await expect(start(input)).rejects.toMatchObject({ name: "PortInUse", port, protocol: "udp" });
  });

  test("an SRT listener is called, and called again after it went away", async () => {
    const port = await freeUdpPort();
    const listen = `srt://127.0.0.1:${port}?mode=listener`;
    const recording = await start({
      type: "SRT_CALLER",
      address: "127.0.0.1",
      port,
      streamId: "secret-stream-id",
      latencyMs: 120,
    });
    const first = sendClip("-f", "mpegts", listen);
    await recording.until((seen) => gopsOf(seen, 0).length >= 2 && isLive(seen));
    await first.stop();
    await recording.until(isLost);
    sendClip("-f", "mpegts", listen);
    await recording.until(isLive);
    await recording.stop();
    await expectCleanLadder(recording);
    expect(JSON.stringify([...recording.alerts, recording.notes])).not.toContain("secret-stream");
  });

  test("an HLS source that jumps back behind a discontinuity plays on", async () => {
    const origin = await serveFolder();
    const parts = ["-f", "hls", "-hls_time", "2", "-hls_list_size", "0", "-g", "50"];
    const made = sendOnce(...parts, join(folder.path, "part.m3u8"));
    expect(await made.ended).toBe("");
    // Eight seconds and then four of them again: the source's clock goes back by 4 s, over and over.
    const pass = ["part0", "part1", "part2", "part3", "-", "part2", "part3", "-"];
    const lines = [...pass, ...pass, ...pass].map((name) =>
      name === "-" ? "#EXT-X-DISCONTINUITY" : `#EXTINF:2,\n${name}.ts`,
    );
    const head = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2"];
    await writeFile(
      join(folder.path, "jumps.m3u8"),
      [...head, ...lines, "#EXT-X-ENDLIST\n"].join("\n"),
    );
    const recording = await start({ type: "URL_PULL", url: `${origin.url}/jumps.m3u8` });
    await recording.until((seen) => gopsOf(seen, 0).length >= 20);
    expect([...recording.alerts]).toEqual([]);
    await recording.stop();
    await expectCleanLadder(recording);
  });

  test.each<readonly [string, string, RegExp]>([
    ["absent.mp4", INPUT_ALERT.access, /^The address of the input answers with HTTP 404\.$/u],
    ["page.mp4", INPUT_ALERT.access, /a web page \(HTML\) instead of a file/u],
    ["late-index.mp4", INPUT_ALERT.probe, /range requests.*faststart/u],
    ["absent.m3u8", INPUT_ALERT.access, /^The address of the input answers with HTTP 404\.$/u],
    ["page.m3u8", INPUT_ALERT.access, /a web page \(HTML\) instead of a playlist/u],
    ["words.m3u8", INPUT_ALERT.probe, /not an HLS playlist/u],
    ["names.m3u8", INPUT_ALERT.access, /playlist .* is there, but not what it names: HTTP 404\.$/u],
  ])(
    "%s over HTTP, without ranges: nothing is written, and the alert says why",
    async (name, type, says) => {
      const { url } = await serveFolder();
      const page = "<html><body>Not here</body></html>";
      if (name.startsWith("page.")) await writeFile(join(folder.path, name), page);
      if (name === "names.m3u8") {
        const list = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ngone.ts\n#EXT-X-ENDLIST\n";
        await writeFile(join(folder.path, name), list);
      }
      if (name === "words.m3u8") await writeFile(join(folder.path, name), "not a playlist\n");
      if (name === "late-index.mp4") {
        const clip = join(folder.path, "clip.mp4");
        expect(await send("-i", clip, "-c", "copy", join(folder.path, name)).ended).toBe("");
      }
      const recording = await start(
        name.endsWith(".mp4")
          ? { type: "MP4_FILE", url: `${url}/${name}`, loop: true }
          : { type: "URL_PULL", url: `${url}/${name}` },
      );
      await recording.until((seen) => says.test(seen.alerts.get(type) ?? ""));
      expect(isWaiting(recording)).toBe(true);
      expect(recording.gops).toEqual([]);
    },
  );

  test("an SRT listener that wants a passphrase is named as such", async () => {
    const port = await freeUdpPort();
    sendClip("-f", "mpegts", `srt://127.0.0.1:${port}?mode=listener&passphrase=0123456789abc`);
    const recording = await start({
      type: "SRT_CALLER",
      address: "127.0.0.1",
      port,
      latencyMs: 120,
    });
    await recording.until((seen) => /passphrase/u.test(seen.alerts.get(INPUT_ALERT.access) ?? ""));
    expect(recording.gops).toEqual([]);
  });
} else {
  test.each<InputSettings>([
    { type: "URL_PULL", url: "http://127.0.0.1:9/live.m3u8" },
    { type: "RTP_PUSH", port: 0, cidrs: () => [] },
    { type: "SRT_CALLER", address: "127.0.0.1", port: 9, latencyMs: 120 },
  ])("without ffmpeg $type is not decoded, and an alert says what is missing", async (input) => {
    const recording = await start(input);
    expect(recording.alerts.get(INPUT_ALERT.probe)).toMatch(/ffmpeg was not found/u);
  });
}
