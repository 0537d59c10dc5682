import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { makeClip, makeTone, send, temporaryFolder } from "./support/encoder-inputs.ts";
import { test } from "./support/opened.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";
import { AAC_FRAME, AAC_HEADER, enhancedVideo, publishRaw } from "./support/rtmp-sender.ts";

const { available } = await ffmpegAvailability();
const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const PUSH = ["--input", "rtmp-push", "--cidr", "127.0.0.1/32", ...SMALL];
const PATH = { PATH: process.env["PATH"] ?? "" };

type Result = {
  readonly verified: boolean | null;
  readonly running: boolean;
  readonly next: string;
  readonly notes: readonly string[];
  readonly ingest: { readonly url: string; readonly server: string; readonly streamKey: string };
  readonly show: {
    readonly code: string;
    readonly message: string;
    readonly waitsForEncoder: boolean;
    readonly notes: readonly string[];
  } | null;
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

async function initAndStart(
  place: Rehearsal,
  args: readonly string[],
  timeout: string,
): Promise<{ readonly code: number | null; readonly stderr: string; readonly result: Result }> {
  const flags = ["init", "--yes", "--start", "--json", "--verify-timeout", timeout];
  const { code, stdout, stderr } = await place.run([...flags, ...args], PATH);
  return { code, stderr, result: JSON.parse(stdout) as Result };
}

function errorCode(stdout: string): string {
  return (JSON.parse(stdout) as { readonly error: { readonly code: string } }).error.code;
}

const file = (name: string): readonly string[] => [
  ...["--input", "mp4-file", "--input-url", join(folder.path, name), ...SMALL],
];

/** Makes a clip of three seconds with ffmpeg's own sources. */
async function made(name: string, picture: string, sound: string | undefined): Promise<void> {
  await promisify(execFile)("ffmpeg", [
    ...["-loglevel", "error", "-y", "-f", "lavfi", "-i", picture],
    ...(sound === undefined ? [] : ["-f", "lavfi", "-i", sound]),
    ...["-t", "3", "-c:v", "libx264", "-preset", "ultrafast", "-g", "30", "-pix_fmt", "yuv420p"],
    ...["-c:a", "aac", join(folder.path, name)],
  ]);
}

const MOVING = "testsrc2=size=320x240:rate=30";
const TONE = "sine=frequency=440:sample_rate=48000";

describe.runIf(available)("a start whose input is no show", () => {
  test.concurrent.for<readonly [string, string, RegExp]>([
    ["random.mp4", "INPUT_UNREADABLE", /the input cannot be read as video/iu],
    ["empty.mp4", "INPUT_UNREADABLE", /it is empty/u],
    ["page.mp4", "INPUT_NOT_ACCESSIBLE", /web page \(HTML\)/u],
    ["tone.mp4", "NO_VIDEO", /audio, but no video/iu],
    ["mute.mp4", "NO_AUDIO", /video, but no audio/iu],
  ])("%s: exit 5, %s, and why", async ([name, wanted, why], { opened }) => {
    const path = join(folder.path, name);
    if (name === "random.mp4") await writeFile(path, randomBytes(200_000));
    if (name === "empty.mp4") await writeFile(path, "");
    if (name === "page.mp4") await writeFile(path, "<html><body>gone</body></html>");
    if (name === "tone.mp4") await makeTone(path, 3);
    if (name === "mute.mp4") await made(name, MOVING, undefined);
    const place = opened(await rehearsal());
    const { code, result } = await initAndStart(place, file(name), "8s");
    expect(code).toBe(5);
    expect(result).toMatchObject({
      verified: false,
      running: true,
      next: "live-origin stop --sandbox",
    });
    expect(result.show).toMatchObject({ code: wanted, waitsForEncoder: false });
    expect(result.show?.message).toMatch(why);
    expect(result.notes.join("\n")).toMatch(why);
  });

  test.concurrent.for<readonly [string, RegExp]>([
    ["gone.mp4", /answers with HTTP 404/u],
    ["page.mp4", /web page \(HTML\)/u],
  ])("%s of a server on this machine: exit 5, and why", async ([name, why], { opened }) => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/page.mp4" ? 200 : 404, { "content-type": "text/html" });
      response.end("<html><body>sign in</body></html>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    opened({ close: () => server.close() });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
    const input = ["--input", "mp4-file", "--input-url", url, ...SMALL];
    const { code, result } = await initAndStart(opened(await rehearsal()), input, "8s");
    expect(code).toBe(5);
    expect(result.show).toMatchObject({ code: "INPUT_NOT_ACCESSIBLE", waitsForEncoder: false });
    expect(result.show?.message).toMatch(why);
  });

  test.concurrent("a server on this machine that only a file names is not read, and nothing is made", async ({
    opened,
  }) => {
    const place = opened(await rehearsal());
    const url = "http://127.0.0.1:9/show.mp4";
    const input = { type: "mp4-file", url };
    await writeFile(join(place.path, "live-origin.json"), JSON.stringify({ channel: { input } }));
    const named = await place.run(["init", "--yes", "--json"]);
    expect([named.code, errorCode(named.stdout)]).toEqual([2, "INPUT_NOT_REACHABLE"]);
    expect(named.stdout).toContain(`--input-url ${url}`);
    expect(place.kinds()).toEqual([]);
  });

  test.concurrent("nobody pushes: it waits for the encoder, and says server, key, who may, and who was refused", async ({
    expect: here,
    opened,
  }) => {
    const place = opened(await rehearsal());
    const { code, result } = await initAndStart(place, PUSH, "3s");
    expect(code).toBe(5);
    expect(result).toMatchObject({ verified: false, running: true });
    const { server, streamKey, url } = result.ingest;
    expect(result.show).toMatchObject({ code: "WAITING_FOR_ENCODER", waitsForEncoder: true });
    for (const said of [
      `server ${server}`,
      `stream key ${streamKey}`,
      "127.0.0.1/32",
      "Nobody sends",
      "OBS",
    ])
      expect(result.show?.message).toContain(said);
    await send("-re", "-f", "lavfi", "-i", MOVING, "-t", "5", "-f", "flv", `${url}-wrong`).ended;
    for (const command of ["status", "verify"])
      await here
        .poll(async () => (await place.run([command])).stdout, { timeout: 20_000 })
        .toMatch(
          /an encoder at 127\.0\.0\.1 was turned away at [\d:]+ UTC: no input has the stream key that it gave/u,
        );
    const verify = await place.run(["verify", "--json"]);
    const { checks } = JSON.parse(verify.stdout) as { checks: { id: string; verdict: string }[] };
    expect(checks.find(({ verdict }) => verdict === "fail")?.id).toBe("channel-alerts");
  });

  test.concurrent("an encoder sends HEVC: it is named, and the right encoder afterwards plays", async ({
    opened,
  }) => {
    const place = opened(await rehearsal());
    const made = await place.run(["init", "--yes", "--json", ...PUSH]);
    const { url } = (JSON.parse(made.stdout) as Result).ingest;
    const [app = "", instance = ""] = new URL(url).pathname.slice(1).split("/");
    const publisher = await publishRaw(Number(new URL(url).port), app, instance);
    opened(publisher);
    publisher.repeat(enhancedVideo("hvc1"), AAC_HEADER, AAC_FRAME);
    const wrong = await place.run(["start", "--json", "--verify-timeout", "4s"], PATH);
    const { show } = JSON.parse(wrong.stdout) as Result;
    expect([wrong.code, show?.code, show?.waitsForEncoder]).toEqual([5, "NO_VIDEO", true]);
    expect(show?.message).toContain("The encoder sends HEVC; MediaLive takes H.264 over RTMP.");
    publisher.close();
    await place.run(["stop"]);
    await makeClip(join(folder.path, "clip.mp4"), 4);
    const clip = ["-re", "-stream_loop", "-1", "-i", join(folder.path, "clip.mp4")];
    const sender = send(...clip, "-c", "copy", "-f", "flv", url);
    opened({ close: () => sender.stop() });
    const right = await place.run(["start", "--json", "--verify-timeout", "60s"], PATH);
    expect([right.code, right.stderr]).toEqual([0, right.stderr]);
    expect(JSON.parse(right.stdout)).toMatchObject({
      verified: true,
      show: { code: "PLAYS", notes: [] },
    });
  });
});

describe.runIf(available)("a start that plays", () => {
  test.concurrent.for([
    ["black", "color=black:size=320x240:rate=30", TONE, [/PICTURE IS BLACK/u]],
    ["still", "smptebars=size=320x240:rate=30", TONE, [/STANDS STILL/u]],
    ["silent", MOVING, "anullsrc=sample_rate=48000", [/NO SOUND/u]],
  ] as const)(
    "%s without an alert: true, with a loud note",
    async ([name, picture, sound, wanted], { opened }) => {
      await made(`${name}.mp4`, picture, sound);
      const place = opened(await rehearsal());
      const { code, result } = await initAndStart(place, file(`${name}.mp4`), "60s");
      expect([code, result.verified, result.show?.code]).toEqual([0, true, "PLAYS"]);
      expect(result.show?.notes).toEqual(wanted.map((pattern) => expect.stringMatching(pattern)));
      expect(result.notes).toEqual(expect.arrayContaining([...(result.show?.notes ?? [])]));
    },
  );
});

test.concurrent("without ffmpeg in reach the note says that the picture was not inspected", async ({
  opened,
}) => {
  const place = opened(await rehearsal());
  const args = ["init", "--yes", "--start", "--json", ...SMALL];
  const { code, stdout } = await place.run(args, { PATH: folder.path });
  const { verified, show } = JSON.parse(stdout) as Result;
  expect([code, verified]).toEqual([0, true]);
  expect(show?.notes).toEqual([expect.stringMatching(/not inspected.*no ffmpeg/u)]);
});

test.concurrent("while the distribution rolls out it plays from here", async ({ opened }) => {
  const deployMs = 3_000;
  let rolloutMs = 0;
  const place = await rehearsal({
    latency: "brief",
    clock: {
      now: () => Date.now(),
      sleep: (milliseconds, signal) =>
        setTimeout(milliseconds === deployMs ? rolloutMs : milliseconds, undefined, { signal }),
    },
  });
  opened(place);
  expect((await place.run(["init", "--yes", ...SMALL])).code).toBe(0);
  rolloutMs = 600_000;
  const more = ["--start", "--json", "--no-cors"];
  const { code, stdout } = await place.run(["init", "--yes", ...SMALL, ...more]);
  const { verified, show } = JSON.parse(stdout) as Result;
  expect([code, verified, show?.code]).toEqual([0, true, "PLAYS_ROLLING_OUT"]);
  expect(show?.message).toMatch(/plays from here.*still rolling out/u);
});

test.concurrent("after its wait init shows the distribution as it is then", async ({ opened }) => {
  const place = opened(await rehearsal({ latency: "brief" }));
  const statusOf = async (flags: readonly string[]): Promise<string | undefined> => {
    const { code, stdout, stderr } = await place.run(["init", "--yes", "--json", ...flags]);
    expect(code, stderr).toBe(0);
    const { resources } = JSON.parse(stdout) as { resources: { kind: string; status: string }[] };
    return resources.find(({ kind }) => kind === "distribution")?.status;
  };
  expect(await statusOf(["--no-wait", ...SMALL])).toBe("InProgress");
  expect(await statusOf(SMALL)).toBe("Deployed");
});

test.concurrent("a --verify-timeout that is no duration is refused before anything is made", async ({
  opened,
}) => {
  const place = opened(await rehearsal());
  const { code, stderr } = await place.run([
    "init",
    "--yes",
    "--start",
    "--verify-timeout",
    "soon",
  ]);
  expect([code, place.kinds()]).toEqual([2, expect.not.arrayContaining(["channel"])]);
  expect(stderr).toContain("--verify-timeout");
});
