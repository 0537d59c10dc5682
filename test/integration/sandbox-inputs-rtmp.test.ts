import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/sandbox/clock.ts";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { INPUT_ALERT } from "../../src/sandbox/encoder/inputs/input-alerts.ts";
import { createRtmpIngest } from "../../src/sandbox/encoder/inputs/rtmp/ingest.ts";
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
import { knock } from "./support/rtmp-sender.ts";

const { available } = await ffmpegAvailability();
const LOOPBACK_ONLY = ["127.0.0.0/8"];
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

const input = (cidrs: () => readonly string[] = () => LOOPBACK_ONLY): InputSettings => ({
  type: "RTMP_PUSH",
  app: "live",
  instance: "show",
  cidrs,
});

async function start(
  settings = smallSettings(input()),
): Promise<{ readonly recording: Recording; readonly url: string }> {
  const recording = await record({ settings });
  open.push(() => recording.stop());
  return { recording, url: `rtmp://127.0.0.1:${await recording.rtmpPort()}` };
}

function publish(url: string, path = "live/show"): Sender {
  const clip = join(folder.path, "clip.mp4");
  const sender = send(
    ...["-re", "-stream_loop", "-1", "-i", clip, "-c", "copy", "-f", "flv", `${url}/${path}`],
  );
  open.push(() => sender.stop());
  return sender;
}

/** All that the server says before it hangs up. */
async function heard(port: number, app: string, instance: string): Promise<string> {
  let said = "";
  for await (const chunk of knock(port, app, instance))
    said += (chunk as Buffer).toString("latin1");
  return said;
}

const isLive = (seen: Recording): boolean =>
  gopsOf(seen, 0).length > 0 && [...seen.alerts.values()].every((message) => message === undefined);

test("a taken port is an error that names the port", async () => {
  const squatter = createServer();
  await new Promise<void>((resolve) => {
    squatter.listen(0, "127.0.0.1", resolve);
  });
  const { port } = squatter.address() as AddressInfo;
  const rtmp = createRtmpIngest({ port, clock: systemClock });
  await expect(rtmp.listen()).rejects.toMatchObject({ name: "PortInUse", port, protocol: "tcp" });
  await new Promise((resolve) => squatter.close(resolve));
});

if (available) {
  test("nothing is written before the first push; a push that was lost is slate until it is back", async () => {
    const { recording, url } = await start();
    await recording.until((seen) => seen.alerts.get(INPUT_ALERT.probe) !== undefined);
    expect([...recording.alerts]).toEqual([
      [INPUT_ALERT.probe, expect.stringMatching(/Nobody sends to this input\.$/u)],
    ]);
    expect(recording.gops).toEqual([]);
    const first = publish(url);
    await recording.until(isLive);
    const live = gopsOf(recording, 0).length;
    await recording.until((seen) => gopsOf(seen, 0).length >= live + 2);
    await first.stop();
    await recording.until((seen) => seen.alerts.get(INPUT_ALERT.video) !== undefined);
    expect(recording.alerts.get(INPUT_ALERT.video)).toBe(
      "Nobody sends to this input (the publisher disconnected).",
    );
    expect(recording.alerts.get(INPUT_ALERT.probe)).toBeUndefined();
    const lost = gopsOf(recording, 0).length;
    await recording.until((seen) => gopsOf(seen, 0).length >= lost + 2);
    publish(url);
    await recording.until(isLive);
    await recording.stop();
    expectOneTimeline(recording);
    const { videoSteps, audioSteps, complaints, width, height } = await probe(recording, 0);
    expect([width, height]).toEqual([640, 480]);
    expect(Object.keys(videoSteps)).toEqual(["3000"]);
    expect(Object.keys(audioSteps)).toEqual(["1920"]);
    expect(complaints).toBe("");
  });

  test("PAUSE_OUTPUT sends nothing while nobody publishes any more", async () => {
    const { recording, url } = await start({
      ...smallSettings(input()),
      inputLossAction: "PAUSE_OUTPUT",
    });
    const first = publish(url);
    await recording.until(isLive);
    await first.stop();
    await recording.until((seen) => seen.alerts.get(INPUT_ALERT.video) !== undefined);
    const before = recording.gops.length;
    publish(url);
    await recording.until((seen) => seen.gops.length > before);
    expectOneTimeline(recording);
  });

  test("a publisher with the wrong stream key or application is refused", async () => {
    const { recording, url } = await start();
    expect(await publish(url, "live/wrong").ended).not.toBe("");
    expect(await publish(url, "other/show").ended).not.toBe("");
    expect(recording.notes).toEqual([
      expect.stringMatching(/no input has this stream name/iu),
      expect.stringMatching(/no input has the application name/iu),
    ]);
    await recording.until((seen) =>
      /an encoder at 127\.0\.0\.1 was turned away at \d\d:\d\d:\d\d UTC: no input has the application name/u.test(
        seen.alerts.get(INPUT_ALERT.probe) ?? "",
      ),
    );
    const port = Number(new URL(url).port);
    expect(await heard(port, "live", "wrong")).toContain("NetStream.Publish.BadName");
    expect(await heard(port, "other", "show")).toContain("NetConnection.Connect.InvalidApp");
  });

  test("a second publisher is refused while the first one goes on", async () => {
    const { recording, url } = await start();
    publish(url);
    await recording.until(isLive);
    await publish(url).ended;
    expect(recording.notes).toEqual([
      expect.stringMatching(/let in/u),
      expect.stringMatching(/somebody is publishing/iu),
    ]);
    const before = gopsOf(recording, 0).length;
    await recording.until((seen) => gopsOf(seen, 0).length > before);
    expect(isLive(recording)).toBe(true);
  });

  test("security groups decide on the sender's address, as they are at that moment", async () => {
    let cidrs = ["203.0.113.0/24"];
    const { recording, url } = await start(smallSettings(input(() => cidrs)));
    await publish(url).ended;
    expect(recording.notes).toEqual(["RTMP from 127.0.0.1 refused: in no input security group"]);
    await recording.until((seen) =>
      /in no input security group/u.test(seen.alerts.get(INPUT_ALERT.probe) ?? ""),
    );
    cidrs = ["127.0.0.1/32"];
    publish(url);
    await recording.until(isLive);
  });
} else {
  test("without ffmpeg an RTMP input is not decoded, and an alert says what is missing", async () => {
    const { recording } = await start();
    expect(recording.alerts.get(INPUT_ALERT.probe)).toMatch(/ffmpeg was not found/u);
  });
}
