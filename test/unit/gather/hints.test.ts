import { describe, expect, test } from "vitest";
import {
  cellDistanceWords,
  completed,
  typingHint,
} from "../../../src/gather/wizard/typing-hints.ts";
import { questionAt } from "../../../src/gather/wizard/wizard-state.ts";

const ROOM = {
  input: { flags: {}, env: {}, file: undefined, parts: ["channel"] },
  cell: "cell-4-us-west-2-1.prod.a.momentohq.com",
  now: Date.UTC(2026, 0, 1),
} as const;
const hint = (key: string, text: string) => typingHint(questionAt(key), text, ROOM);

describe("hints while typing", () => {
  test.each([
    ["keyDays", "7", "7 days, until 2026-01-08"],
    ["keyDays", "1", "1 day, until 2026-01-02"],
    ["keyDays", "x", undefined],
    ["region", "", "your Momento cell is in us-west-2"],
    ["region", "us-w", "Tab: us-west-1, us-west-2"],
    ["region", "us-west-2", "same region as your Momento cell"],
    [
      "region",
      "eu-west-1",
      "your Momento cell is in us-west-2: every segment travels there and back",
    ],
    ["cidrs", "203.0.113.7", "this one address"],
    ["cidrs", "203.0.113", "an address and its mask: 203.0.113.7/32"],
    ["cidrs", "203.0.113.7/32", "this one address"],
    ["cidrs", "203.0.113.0/24", "256 addresses"],
    ["cidrs", "203.0.113.7/24", "256 addresses: all of 203.0.113.0/24"],
    [
      "cidrs",
      "203.0.113.7/32, 0.0.0.0/0",
      "0.0.0.0/0: anyone on the internet may push video into your channel",
    ],
    ["cidrs", "home", '"home" is not an IPv4 CIDR such as 203.0.113.7/32'],
    ["rungs", "1080p30=1920x", "NAME=WIDTHxHEIGHT@FPS,VIDEO_KBPS,AUDIO_KBPS"],
    [
      "rungs",
      "1080p30=1920x1080@30,5000,128",
      "16:9, a segment of about 11.28 Mb = 1.41 MB of 10 MB",
    ],
  ])("for %s %j say %j", (key, text, expected) => {
    expect(hint(key, text)).toBe(expected);
  });

  test("show what a rung breaks before it is entered", () => {
    expect(hint("rungs", "2160p60=3840x2160@60,40000,192")).toContain("11.05 MB");
  });

  test("complete to what all fitting words share", () => {
    expect(completed(questionAt("region"), "us-we")).toBe("us-west-");
    expect(completed(questionAt("region"), "sa")).toBe("sa-east-1");
    expect(completed(questionAt("region"), "mars")).toBeUndefined();
    expect(completed(questionAt("url"), "http")).toBeUndefined();
  });

  test("name the nearest cell while the key's own is not known", () => {
    expect(cellDistanceWords("us-west-1", undefined)).toBe(
      "the nearest Momento cell is in us-west-2",
    );
    expect(cellDistanceWords("eu-west-1", undefined)).toBe(
      "there is a Momento cell in this region",
    );
    expect(cellDistanceWords("moon-1", undefined)).toBeUndefined();
  });
});
