import { spawnSync } from "node:child_process";
import type { TileGrid } from "../../../../../src/sandbox/encoder/h264/picture.ts";
import type { Tile } from "../../../../../src/sandbox/encoder/h264/tile.ts";

/** Is this program installed? Says so when it is not, because less is tested then. */
export function installed(program: string): boolean {
  const found = spawnSync(program, ["-version"], { stdio: "ignore" }).status === 0;
  if (!found) process.stderr.write(`${program} is not installed: pictures are not compared\n`);
  return found;
}

/** Decodes the video of a transport stream to planar 4:2:0; the messages are what the decoder complained of. */
export function decodeVideo(stream: Buffer): {
  readonly pictures: Buffer;
  readonly messages: string;
} {
  const run = spawnSync(
    "ffmpeg",
    "-v warning -f mpegts -i pipe:0 -map 0:v -f rawvideo -pix_fmt yuv420p pipe:1".split(" "),
    { input: stream, maxBuffer: 2 ** 30 },
  );
  return { pictures: run.stdout, messages: run.stderr.toString() };
}

/** Decodes the audio of a transport stream to one channel of 16-bit samples. */
export function decodeAudio(stream: Buffer): {
  readonly samples: Int16Array;
  readonly messages: string;
} {
  const run = spawnSync(
    "ffmpeg",
    "-v warning -f mpegts -i pipe:0 -map 0:a -f s16le -ac 1 pipe:1".split(" "),
    { input: stream, maxBuffer: 2 ** 30 },
  );
  const bytes = Buffer.from(run.stdout);
  const samples = new Int16Array(bytes.length / 2).map((_, index) => bytes.readInt16LE(index * 2));
  return { samples, messages: run.stderr.toString() };
}

/** The planar 4:2:0 picture that a grid of tiles describes, cropped to its size. */
export function drawGrid(
  grid: TileGrid,
  tiles: readonly Tile[],
  { width, height }: { readonly width: number; readonly height: number },
): Buffer {
  const picture = Buffer.alloc((width * height * 3) / 2);
  const plane = (
    offset: number,
    index: 0 | 1 | 2,
    size: number,
    wide: number,
    high: number,
  ): void => {
    const base = [0, 256, 320][index] ?? 0;
    for (let y = 0; y < high; y++)
      for (let x = 0; x < wide; x++) {
        const id = grid.cells[Math.floor(y / size) * grid.columns + Math.floor(x / size)] ?? 0;
        const tile = tiles[id];
        const sample = tile?.samples?.[base + (y % size) * size + (x % size)];
        picture[offset + y * wide + x] = tile?.fill?.[index] ?? sample ?? 0;
      }
  };
  plane(0, 0, 16, width, height);
  plane(width * height, 1, 8, width / 2, height / 2);
  plane((width * height * 5) / 4, 2, 8, width / 2, height / 2);
  return picture;
}
