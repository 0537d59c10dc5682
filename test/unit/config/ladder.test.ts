import { describe, expect, it } from "vitest";
import { LADDERS, isLadderName } from "../../../src/config/ladder/ladder.ts";
import { parseRung, rungText } from "../../../src/config/ladder/rung-text.ts";

const figures = (name: keyof typeof LADDERS): readonly string[] =>
  LADDERS[name].map(
    (rung) =>
      `${rung.name} ${rung.width}x${rung.height}@${rung.fps} ${rung.videoKbps}/${rung.audioKbps} ${rung.nameModifier} ${rung.pixelAspect.join(":")}`,
  );

describe("the ladders that come with the tool", () => {
  it("has the tutorial's three rungs in the tutorial's order, with 4:3 pixels", () => {
    expect(figures("tutorial")).toEqual([
      "480p30 640x480@30 1500/128 _480p30 4:3",
      "240p30 320x240@30 750/128 _240p30 4:3",
      "720p30 960x720@30 2500/192 _720p30 4:3",
    ]);
  });

  it("adds 1080p with square pixels for hd", () => {
    expect(figures("hd")).toEqual([
      ...figures("tutorial"),
      "1080p30 1920x1080@30 5000/192 _1080p30 1:1",
    ]);
  });

  it("has small rungs with square pixels for mobile", () => {
    expect(figures("mobile")).toEqual([
      "480p30 854x480@30 1200/128 _480p30 1:1",
      "360p30 640x360@30 700/96 _360p30 1:1",
      "240p30 426x240@30 350/64 _240p30 1:1",
    ]);
  });

  it("has one rung for a default account", () => {
    expect(figures("starter")).toEqual(["240p30 426x240@30 250/64 _240p30 1:1"]);
  });

  it("knows its own names and no inherited ones", () => {
    expect(isLadderName("hd")).toBe(true);
    expect(isLadderName("constructor")).toBe(false);
  });
});

describe("a rung as text", () => {
  it("is read", () => {
    expect(parseRung("1080p30=1920x1080@30,5000,128")).toEqual({
      ok: true,
      rung: {
        name: "1080p30",
        width: 1920,
        height: 1080,
        fps: 30,
        videoKbps: 5000,
        audioKbps: 128,
      },
    });
  });

  it("is read with a peak, a pixel aspect and a name modifier", () => {
    const text = "sd=640x480@29.97,1500.5,128,max=2500,par=4:3,modifier=_low";
    const reading = parseRung(text);
    expect(reading).toEqual({
      ok: true,
      rung: {
        name: "sd",
        width: 640,
        height: 480,
        fps: 29.97,
        videoKbps: 1500.5,
        audioKbps: 128,
        maxVideoKbps: 2500,
        pixelAspect: [4, 3],
        nameModifier: "_low",
      },
    });
    expect(reading.ok && rungText(reading.rung)).toBe(text);
  });

  it.each([
    "",
    "1080p",
    "1080p30=1920x1080",
    "1080p30=1920x1080@30,5000",
    "1080p30=1920x1080@30,five,128",
    "1080p30=1920x1080@30,5000,128,",
    "1080p30=1920x1080@30,5000,128,max=",
    "1080p30=1920x1080@30,5000,128,toString=1",
    "=1920x1080@30,5000,128",
    "a=1920x-1080@30,5000,128",
  ])("is refused as %j", (text) => {
    expect(parseRung(text).ok).toBe(false);
  });
});
