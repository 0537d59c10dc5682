import { describe, expect, test } from "vitest";
import {
  cellDistanceWords,
  completed,
  typingHint,
} from "../../../src/gather/wizard/typing-hints.ts";
import { questionAt } from "../../../src/gather/wizard/wizard-state.ts";

const CELL = "cell-4-us-west-2-1.prod.a.momentohq.com";
const ROOM = {
  input: { flags: {}, env: {}, file: undefined, parts: ["channel"] },
  now: Date.UTC(2026, 0, 1),
} as const;
const hint = (key: string, text: string) => typingHint(questionAt(key), text, ROOM);

describe("hints while typing", () => {
  test.each([
    ["keyDays", "7", "7 days, until 2026-01-08"],
    ["keyDays", "1", "1 day, until 2026-01-02"],
    ["keyDays", "x", undefined],
    ["cidrs", "203.0.113.7", "203.0.113.7/32: this one address"],
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
      "███░░░░░░░░░░░░░░░░░ 16:9, a segment of about 11.28 Mb = 1.41 MB of 10 MB",
    ],
  ])("for %s %j say %j", (key, text, expected) => {
    expect(hint(key, text)).toBe(expected);
  });

  test("show what a rung breaks before it is entered", () => {
    expect(hint("rungs", "2160p60=3840x2160@60,40000,192")).toContain("11.05 MB");
  });

  test("complete to what all fitting words share", () => {
    expect(completed(questionAt("endpoint"), "cell-1-eu-w")).toBe("cell-1-eu-west-");
    expect(completed(questionAt("endpoint"), "cell-4")).toBe(CELL);
    expect(completed(questionAt("endpoint"), "mars")).toBeUndefined();
    expect(completed(questionAt("url"), "http")).toBeUndefined();
  });

  test("say what a region's distance from the cell means", () => {
    expect(cellDistanceWords("us-west-2", CELL)).toBe("same region as your Momento cell");
    expect(cellDistanceWords("eu-west-1", CELL)).toBe(
      "your Momento cell is in us-west-2: every segment travels there and back",
    );
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
