import { describe, expect, test } from "vitest";
import { draftOf } from "../../../src/config/resolve/draft.ts";
import { renderLadder } from "../../../src/terminal/ladder-table.ts";
import { renderQrCode } from "../../../src/terminal/qr-code.ts";
import { renderCard } from "../../../src/terminal/result-card.ts";
import { createStyle } from "../../../src/terminal/style.ts";
import { fitted } from "../../../src/terminal/fitted.ts";
import { columnsOf, cut, overdrawn, remark, wrappedAt } from "../../../src/terminal/wrapped.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });

function widest(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}

describe("text on a terminal", () => {
  test("is broken at blanks and goes on below its own beginning", () => {
    expect(wrappedAt("one two three four", 12, "! ")).toBe("! one two\n  three\n  four");
  });

  test("keeps a URL whole, however narrow it is, so that it can be copied", () => {
    const url = "https://d111111abcdef8.cloudfront.net/playlist.m3u8";
    expect(wrappedAt(`Play ${url} now`, 30).split("\n")).toEqual(["Play", url, "now"]);
  });

  test("is not broken in a log, which is searched by line", () => {
    const long = "word ".repeat(60).trim();
    expect(remark("!", long, { isTTY: false } as never)).toBe(`! ${long}`);
    expect(widest(remark("!", long, { isTTY: true, columns: 40 } as never))).toBeLessThan(40);
  });

  test("of an option takes one line: its first words, or what fits of one word", () => {
    expect(cut("tutorial: 240p, fits your account", 24)).toBe("tutorial: 240p, fits …");
    expect(cut("Input URL  https://example.com/a/b", 24)).toBe("Input URL  https://ex…");
    expect(cut("an audience", 11)).toBe("an audience");
  });

  test("drawn over what a narrower terminal has folded into more lines leaves nothing of it", () => {
    expect(overdrawn("one\ntwo")).toBe("one\u001B[K\ntwo\u001B[J");
  });

  test("of 0 columns counts as one of 80", () => {
    expect(columnsOf({ isTTY: true, columns: 0 })).toBe(80);
  });
});

describe("the ladder's table", () => {
  const draft = draftOf({ channel: { ladder: "hd" } });

  test.each([40, 60, 80, 100, 200])("fits %i columns, with a bar for each rung", (columns) => {
    const text = renderLadder(draft, { style, columns });
    expect(widest(text)).toBeLessThan(columns);
    expect(text.match(/█░/g)?.length ?? 0).toBeGreaterThanOrEqual(4);
    expect(text).toContain("1080p30");
  });

  test("shows picture, shape and both readings of the size where there is room", () => {
    expect(renderLadder(draft, { style, columns: 80 })).toMatch(
      /480p30 +640x480 +16:9 +1500\+128 +3\.58 Mb = 0\.45 MB of 10 MB/,
    );
  });

  test("names the account's own limit, and calls a default a default", () => {
    const limits = { maxOperationsPerSecond: 5_000 };
    const own = renderLadder(draft, { style, columns: 100, limits });
    expect(own).toContain("operations/s (your account's limit is 5,000)");
    expect(renderLadder(draft, { style, columns: 100 })).toContain(
      "Momento's default limit is 100",
    );
    const rehearsed = renderLadder(draft, { style, columns: 100, isRehearsal: true });
    expect(rehearsed).not.toContain("limit");
  });
});

describe("the result card", () => {
  const ffmpeg = `ffmpeg -re ${"-option value ".repeat(12)}-f flv "rtmp://127.0.0.1/live"`;
  const facts = {
    name: "evening",
    playbackUrl: "http://127.0.0.1:1/playlist.m3u8",
    ingest: {
      ffmpeg,
      note: "Push before the channel starts: MediaLive wants the encoder by then.",
    },
    restEndpoint: "https://api.cache.example.momentohq.com",
    keysExpireAt: { encoder: null, player: null },
    bills: [],
    verified: null,
    show: null,
    next: "live-origin start",
  };

  test("breaks a long command so that it can still be copied", () => {
    const card = renderCard(facts, style, 60);
    expect(widest(card)).toBeLessThanOrEqual(60);
    const lines = card.split("\n");
    const from = lines.findIndex((line) => line.includes("ffmpeg -re"));
    const to = lines.findIndex((line) => line.includes("rtmp://"));
    const copied = lines.slice(from, to + 1).join("\n");
    expect(copied.replaceAll(/ \\\n +/g, " ").trim()).toBe(ffmpeg);
  });

  test("breaks it so that it can be copied where a word fills the line", () => {
    const long = `ffmpeg -i ${"x".repeat(36)} -c:v libx264 ${"y".repeat(60)} -f flv rtmp://127.0.0.1/live`;
    const card = renderCard({ ...facts, ingest: { ffmpeg: long } }, style, 40);
    const shown = fitted(card, { columns: 40, program: "live-origin", continues: "\\" });
    expect(shown.replaceAll(/ \\\n */g, " ")).toContain(long);
  });

  test("has the QR code, the URL that it is of and what is next on one screen of 24 lines", () => {
    const playbackUrl = "https://d111111abcdef8.cloudfront.net/playlist.m3u8";
    const code = renderQrCode(playbackUrl, 80, style) ?? "";
    const also = ["live-origin verify", "live-origin play"];
    const card = renderCard({ ...facts, playbackUrl, code, also }, style, 80);
    const [before = "", after = ""] = card.split(code);
    expect(before).toContain("Push before the channel starts");
    expect(after).toMatch(/^\n +Play +https:\S+\n +Next +live-origin start\n/);
    expect((code + after).split("\n").length).toBeLessThan(24);
  });

  test("keeps it on one line in a log", () => {
    expect(renderCard(facts, style, columnsOf({ isTTY: false }))).toContain(ffmpeg);
  });
});
