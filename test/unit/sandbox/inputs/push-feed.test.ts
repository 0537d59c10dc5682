import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { createPushFeed, STALL_MS } from "../../../../src/sandbox/encoder/inputs/push-feed.ts";
import { createManualClock } from "./manual-clock.ts";

const entry = (): Buffer => Buffer.from("<entry>");
const never = new AbortController().signal;

function collector(): { readonly encoder: PassThrough; readonly text: () => string } {
  const encoder = new PassThrough();
  const parts: Buffer[] = [];
  encoder.on("data", (chunk: Buffer) => parts.push(chunk));
  return { encoder, text: () => Buffer.concat(parts).toString() };
}

test("an encoder gets everything from the first point where it can start, with the entry before it", async () => {
  const feed = createPushFeed(createManualClock());
  const waiting = feed.sender(never);
  feed.offer(Buffer.from("lost "), undefined);
  feed.offer(Buffer.from("key "), entry);
  feed.offer(Buffer.from("next "), undefined);
  const sender = await waiting;
  const { encoder, text } = collector();
  sender.feed(encoder);
  feed.offer(Buffer.from("more "), entry);
  feed.leave("the publisher left");
  expect(await sender.gone).toBe("the publisher left");
  await new Promise((resolve) => encoder.once("end", resolve));
  expect(text()).toBe("<entry>key next more ");
});

test("a sender that goes silent is lost, and found again when it goes on", async () => {
  const clock = createManualClock();
  const feed = createPushFeed(clock);
  const first = feed.sender(never);
  feed.offer(Buffer.from("key"), entry);
  const sender = await first;
  await clock.advance(STALL_MS);
  feed.offer(Buffer.from("alive"), undefined);
  await clock.advance(STALL_MS + 500);
  expect(await sender.gone).toBe("the sender went silent");
  const again = feed.sender(never);
  feed.offer(Buffer.from("key"), entry);
  const { encoder, text } = collector();
  (await again).feed(encoder);
  feed.leave("the publisher left");
  await new Promise((resolve) => encoder.once("end", resolve));
  expect(text()).toBe("<entry>key");
});

test("bytes while no encoder asks are dropped", async () => {
  const feed = createPushFeed(createManualClock());
  feed.offer(Buffer.from("old"), entry);
  const waiting = feed.sender(never);
  feed.offer(Buffer.from("new"), entry);
  const sender = await waiting;
  const { encoder, text } = collector();
  sender.feed(encoder);
  sender.release();
  await new Promise((resolve) => encoder.once("end", resolve));
  expect(text()).toBe("<entry>new");
});

test("an encoder that cannot keep up is let go before memory fills", async () => {
  const feed = createPushFeed(createManualClock());
  const waiting = feed.sender(never);
  feed.offer(Buffer.from("key"), entry);
  const sender = await waiting;
  sender.feed(new PassThrough());
  for (let count = 0; count < 40; count += 1) feed.offer(Buffer.alloc(1024 * 1024), undefined);
  expect(await sender.gone).toBe("the encoder cannot keep up");
});

test("waiting ends when the channel stops", async () => {
  const feed = createPushFeed(createManualClock());
  const stop = new AbortController();
  const waiting = feed.sender(stop.signal);
  stop.abort(new Error("stopped"));
  await expect(waiting).rejects.toThrow("stopped");
});
