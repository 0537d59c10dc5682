import { expect, test } from "vitest";
import { encodePicture, type TileGrid } from "../../../../src/sandbox/encoder/h264/picture.ts";
import { type Colour, flatTile, lumaTile } from "../../../../src/sandbox/encoder/h264/tile.ts";
import { multiplex, videoUnit } from "../../../../src/sandbox/encoder/test-pattern/multiplex.ts";
import { videoFormat } from "../../../../src/sandbox/encoder/test-pattern/video.ts";
import { rungSettings } from "./support/settings.ts";
import { decodeVideo, drawGrid, installed } from "./support/pictures.ts";
import { checkSegments, numbered } from "./support/ts-check.ts";

/** Numbers that are the same in each run (xorshift). */
function noise(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test.each([1, 2, 3])(
  "any colour beside any other, and text beside both, comes out exactly (seed %i)",
  (seed) => {
    const random = noise(seed * 7919);
    const rung = rungSettings({ width: 640, height: 480, audioBitrate: 0 });
    const colour = (): Colour => [16 + random(220), 16 + random(225), 16 + random(225)];
    const tiles = [
      ...Array.from({ length: 400 }, () => flatTile(colour())),
      ...Array.from({ length: 20 }, () => lumaTile(() => 16 + random(220))),
    ];
    const grid = (): TileGrid => ({
      columns: 40,
      rows: 30,
      cells: new Uint16Array(1200).map(() => random(tiles.length)),
    });
    const pictures = [grid(), grid(), grid()];
    const units = pictures.map((picture, frameInGop) => {
      const position = { format: videoFormat(rung), gop: 0, frameInGop };
      const data = encodePicture({ tiles, picture, before: pictures[frameInGop - 1], position });
      return videoUnit(data, 900_000 + frameInGop * 3000, frameInGop === 0);
    });
    const [stream = Buffer.alloc(0)] = numbered([multiplex(rung, units, [])]);
    expect(checkSegments([stream]).problems).toEqual([]);
    if (!installed("ffmpeg")) return;
    const decoded = decodeVideo(stream);
    expect(decoded.messages).toBe("");
    const drawn = Buffer.concat(pictures.map((picture) => drawGrid(picture, tiles, rung)));
    expect(decoded.pictures.equals(drawn)).toBe(true);
  },
);
