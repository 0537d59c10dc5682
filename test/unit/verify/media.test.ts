import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { avcOf, codecDifference } from "../../../src/verify/media/codecs.ts";
import { inspectSegment } from "../../../src/verify/media/inspect.ts";
import { seeded } from "../seeded.ts";

describe("codec strings", () => {
  test("say the same in both notations", () => {
    expect(avcOf("avc1.77.30")).toEqual(avcOf("avc1.4d401e"));
    expect(avcOf("avc1.4d401f")).toEqual({ profile: 77, level: 31 });
    expect(avcOf("hvc1.1.6.L93.B0")).toBeUndefined();
  });

  test("agree with what is in the segment, or the difference is told", () => {
    expect(codecDifference("avc1.77.30,mp4a.40.2", "avc1.4d401e", "mp4a.40.2")).toBeUndefined();
    expect(codecDifference("avc1.77.30,mp4a.40.5", "avc1.4d401e", "mp4a.40.2")).toBeUndefined();
    expect(codecDifference("avc1.77.30", "avc1.64001f", undefined)).toContain("avc1.64001f");
    expect(codecDifference("avc1.77.30,mp4a.40.2", "avc1.4d401e", undefined)).toContain(
      "mp4a.40.2",
    );
    expect(codecDifference("avc1.77.30", undefined, "mp4a.40.2")).toContain("without");
    expect(codecDifference("", "avc1.4d401e", "mp4a.40.2")).toBeUndefined();
  });
});

describe("a segment", () => {
  test("of any bytes is looked at without an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 188 * 6 }), (bytes) => {
        expect(inspectSegment(Buffer.from(bytes)).bytes).toBe(bytes.length);
      }),
      seeded("segments of any bytes", 1000),
    );
  });

  test("of packets with anything in them is looked at without an exception", () => {
    const packet = fc
      .uint8Array({ minLength: 187, maxLength: 187 })
      .map((bytes) => Buffer.from([0x47, ...bytes]));
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 12 }), (all) => {
        expect(inspectSegment(Buffer.concat(all)).badSyncAt).toBeUndefined();
      }),
      seeded("segments of any packets", 1000),
    );
  });

  test("says where the packets are out of step", () => {
    const good = Buffer.alloc(188, 0xff);
    good[0] = 0x47;
    expect(inspectSegment(Buffer.concat([good, good.subarray(1)])).badSyncAt).toBe(188);
    expect(inspectSegment(Buffer.concat([good, good.subarray(0, 100)])).badSyncAt).toBe(188);
    expect(inspectSegment(Buffer.alloc(0)).badSyncAt).toBe(0);
  });
});
