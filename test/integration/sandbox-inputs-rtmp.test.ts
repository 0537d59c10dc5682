import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/sandbox/clock.ts";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { NO_FFMPEG_ALERT } from "../../src/sandbox/encoder/inputs/ffmpeg-source.ts";
import { INPUT_LOSS_ALERT } from "../../src/sandbox/encoder/inputs/loss-timer.ts";
import { createRtmpIngest } from "../../src/sandbox/encoder/inputs/rtmp/ingest.ts";
import { type AmfValue, encodeAmf } from "../../src/sandbox/encoder/inputs/rtmp/amf0.ts";
import { writeChunks } from "../../src/sandbox/encoder/inputs/rtmp/chunk-writer.ts";
import type { InputOrder } from "../../src/sandbox/encoder/order.ts";
import {
  expectOneTimeline,
  gopsOf,
  makeClip,
  probe,
  record,
  type Recording,
  send,
  type Sender,
  smallOrder,
  temporaryFolder,
} from "./support/encoder-inputs.ts";

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

const input = (cidrs: () => readonly string[] = () => LOOPBACK_ONLY): InputOrder => ({
  type: "RTMP_PUSH",
  app: "live",
  instance: "show",
  cidrs,
});

async function start(
  order = smallOrder(input()),
): Promise<{ readonly recording: Recording; readonly url: string }> {
  const recording = await record({ order });
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

/** Speaks just enough RTMP to ask for a stream; gives all that the server says before it hangs up or admits us. */
async function knock(port: number, app: string, instance: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const command = (...values: readonly AmfValue[]): Buffer =>
    writeChunks({ type: 20, streamId: 0, timestampMs: 0, body: encodeAmf(values) }, 128);
  socket.write(Buffer.concat([Buffer.of(3), Buffer.alloc(2 * 1_536)]));
  socket.write(command("connect", 1, { app, tcUrl: `rtmp://127.0.0.1/${app}` }));
  socket.write(command("publish", 2, null, instance, "live"));
  let said = "";
  for await (const chunk of socket) said += (chunk as Buffer).toString("latin1");
  return said;
}

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
  test("a push is encoded; without a sender, before it and after it, slate keeps the timeline going", async () => {
    const { recording, url } = await start();
    await recording.until((seen) => gopsOf(seen, 0).length >= 2);
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toBeDefined();
    const first = publish(url);
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) === undefined);
    const live = gopsOf(recording, 0).length;
    await recording.until((seen) => gopsOf(seen, 0).length >= live + 2);
    await first.stop();
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) !== undefined);
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toBe("the publisher disconnected");
    publish(url);
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) === undefined);
    await recording.stop();
    expectOneTimeline(recording);
    const { videoSteps, audioSteps, complaints, width, height } = await probe(recording, 0);
    expect([width, height]).toEqual([640, 480]);
    expect(Object.keys(videoSteps)).toEqual(["3000"]);
    expect(Object.keys(audioSteps)).toEqual(["1920"]);
    expect(complaints).toBe("");
  });

  test("PAUSE_OUTPUT sends nothing while nobody publishes", async () => {
    const { recording, url } = await start({
      ...smallOrder(input()),
      inputLossAction: "PAUSE_OUTPUT",
    });
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) !== undefined);
    expect(recording.gops).toEqual([]);
    publish(url);
    await recording.until((seen) => gopsOf(seen, 0).length >= 1);
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toBeUndefined();
  });

  test("a publisher with the wrong stream key or application is refused", async () => {
    const { recording, url } = await start();
    expect(await publish(url, "live/wrong").ended).not.toBe("");
    expect(await publish(url, "other/show").ended).not.toBe("");
    expect(recording.notes).toEqual([
      expect.stringMatching(/no input has this stream name/iu),
      expect.stringMatching(/no input has the application name/iu),
    ]);
    const port = Number(new URL(url).port);
    expect(await knock(port, "live", "wrong")).toContain("NetStream.Publish.BadName");
    expect(await knock(port, "other", "show")).toContain("NetConnection.Connect.InvalidApp");
  });

  test("a second publisher is refused while the first one goes on", async () => {
    const { recording, url } = await start();
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) !== undefined);
    publish(url);
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) === undefined);
    await publish(url).ended;
    expect(recording.notes).toEqual([
      expect.stringMatching(/let in/u),
      expect.stringMatching(/somebody is publishing/iu),
    ]);
    const before = gopsOf(recording, 0).length;
    await recording.until((seen) => gopsOf(seen, 0).length > before);
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toBeUndefined();
  });

  test("security groups decide on the sender's address, as they are at that moment", async () => {
    let cidrs = ["203.0.113.0/24"];
    const { recording, url } = await start(smallOrder(input(() => cidrs)));
    await publish(url).ended;
    expect(recording.notes).toEqual(["RTMP from 127.0.0.1 refused: in no input security group"]);
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) !== undefined);
    cidrs = ["127.0.0.1/32"];
    publish(url);
    await recording.until((seen) => seen.alerts.get(INPUT_LOSS_ALERT) === undefined);
  });
} else {
  test("without ffmpeg an RTMP input runs on slate and says what is missing", async () => {
    const { recording } = await start();
    await recording.until((seen) => gopsOf(seen, 0).length >= 1);
    expect(recording.alerts.get(NO_FFMPEG_ALERT)).toMatch(/ffmpeg was not found/u);
  });
}
