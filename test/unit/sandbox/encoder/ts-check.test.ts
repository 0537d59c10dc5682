import { expect, test } from "vitest";
import { createRestamper } from "../../../../src/sandbox/encoder/packaging/restamp.ts";
import { testPictures } from "../../../../src/sandbox/encoder/test-pattern/picture-source.ts";
import { renderGop } from "../../../../src/sandbox/encoder/test-pattern/render-gop.ts";
import { encoderSettings, rungSettings } from "./support/settings.ts";
import { checkSegments } from "./support/ts-check.ts";

const rung = rungSettings({ width: 64, height: 48 });
const gop = (sequence: number): Buffer =>
  renderGop({
    settings: encoderSettings([rung]),
    rungIndex: 0,
    rung,
    pictures: testPictures(rung),
    startMs: 1_767_225_600_000,
    sequence,
  }).packets;

function goodSegments(): Buffer[] {
  const restamper = createRestamper(
    {
      transportStreamId: 1,
      programNumber: 1,
      pmtPid: 480,
      videoPid: 481,
      audioPid: 492,
    },
    true,
  );
  return [0, 1, 2].map((sequence) =>
    Buffer.concat([restamper.tables(), restamper.restamp(gop(sequence))]),
  );
}

/** Where the n-th packet of a PID begins. */
function packetOf(segment: Buffer | undefined, pid: number, nth = 0): number {
  let left = nth;
  for (let at = 0; segment !== undefined && at < segment.length; at += 188)
    if ((segment.readUInt16BE(at + 1) & 0x1fff) === pid && left-- === 0) return at;
  throw new Error(`no packet ${nth} of PID ${pid}`);
}

test("good segments pass", () => {
  const { problems, videoGaps, audioGaps } = checkSegments(goodSegments());
  expect(problems).toEqual([]);
  expect([...videoGaps.keys()]).toEqual([3000]);
  expect([...audioGaps.keys()].every((gap) => gap % 1920 === 0)).toBe(true);
});

test.each([
  [
    "a counter that starts again",
    "continuity",
    ([, second]: Buffer[]) => flip(second, packetOf(second, 481) + 3, 0x01),
  ],
  [
    "a packet lost in the middle",
    "continuity",
    (all: Buffer[]) => drop(all, 1, packetOf(all[1], 481, 2)),
  ],
  ["segments out of order", "time goes", (all: Buffer[]) => all.reverse()],
  ["a missing PAT", "begin with the PAT", (all: Buffer[]) => drop(all, 1, 0)],
  [
    "a table with a wrong byte",
    "checksum",
    ([first]: Buffer[]) => flip(first, packetOf(first, 480) + 10, 0xff),
  ],
  [
    "a start that is no keyframe",
    "random access",
    ([first]: Buffer[]) => flip(first, packetOf(first, 481) + 5, 0x40),
  ],
  [
    "a byte too many",
    "whole packets",
    (all: Buffer[]) =>
      all.splice(0, 1, Buffer.concat([all[0] ?? Buffer.alloc(0), Buffer.alloc(1)])),
  ],
])("notices %s", (_name, complaint, spoil: (segments: Buffer[]) => unknown) => {
  const segments = goodSegments();
  spoil(segments);
  expect(checkSegments(segments).problems.join("\n")).toContain(complaint);
});

function flip(segment: Buffer | undefined, at: number, mask: number): void {
  if (segment !== undefined) segment[at] = (segment[at] ?? 0) ^ mask;
}

function drop(segments: Buffer[], index: number, at: number): void {
  const segment = segments[index] ?? Buffer.alloc(0);
  segments[index] = Buffer.concat([segment.subarray(0, at), segment.subarray(at + 188)]);
}
