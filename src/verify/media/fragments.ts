import { findBox, parseTracks } from "@videojs/vhs-utils/cjs/mp4-helpers.js";

/** A track of fragmented MP4, and what of it is in one segment (ISO/IEC 14496-12). */
type FragmentTrack = {
  readonly type: string;
  readonly codec: string | undefined;
  readonly startSeconds: number | undefined;
  readonly seconds: number | undefined;
  readonly pictureSeconds: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
};

export type Fragments = {
  readonly tracks: readonly FragmentTrack[];
  readonly hasMoof: boolean;
  /** A box says that it is longer than what came. */
  readonly isCut: boolean;
};

/** Looks into a segment of fragmented MP4 with the help of its initialization section. Never throws. */
export function readFragments(init: Buffer, segment: Buffer): Fragments {
  const known = tracksOf(init.length === 0 ? segment : init);
  const moofs = boxes(segment, ["moof"]);
  const tracks = known.map(({ type, number, timescale, codec, info }): FragmentTrack => {
    const runs = moofs
      .flatMap((moof) => boxes(moof, ["traf"]))
      .map(readTraf)
      .filter(({ track }) => track === number);
    const scale = timescale === undefined || timescale === 0 ? undefined : timescale;
    const begin = runs[0]?.begin;
    const defaults = defaultDuration(init, number);
    const samples = runs.reduce((sum, run) => sum + run.samples, 0);
    const total = runs.reduce((sum, run) => sum + (run.duration ?? run.samples * defaults), 0);
    return {
      type,
      codec,
      startSeconds: begin === undefined || scale === undefined ? undefined : begin / scale,
      seconds: scale === undefined || total === 0 ? undefined : total / scale,
      pictureSeconds: scale === undefined || total === 0 ? undefined : total / scale / samples,
      width: info?.width,
      height: info?.height,
    };
  });
  return { tracks, hasMoof: moofs.length > 0, isCut: overruns(segment) };
}

type Run = {
  readonly track: number;
  readonly begin: number | undefined;
  readonly samples: number;
  /** Undefined where only the initialization section tells it. */
  readonly duration: number | undefined;
};

function readTraf(traf: Buffer): Run {
  const header = boxes(traf, ["tfhd"])[0] ?? Buffer.alloc(8);
  const flags = uint(header, 0) & 0xffffff;
  let at = 8;
  if ((flags & 0x1) !== 0) at += 8;
  if ((flags & 0x2) !== 0) at += 4;
  const each = (flags & 0x8) === 0 ? undefined : uint(header, at);
  const time = boxes(traf, ["tfdt"])[0];
  const begin = time === undefined ? undefined : time[0] === 1 ? long(time, 4) : uint(time, 4);
  let samples = 0;
  let listed: number | undefined;
  let offset = 0;
  for (const run of boxes(traf, ["trun"])) {
    const runFlags = uint(run, 0) & 0xffffff;
    const count = Math.min(uint(run, 4), run.length);
    const width = [0x100, 0x200, 0x400, 0x800].filter((bit) => (runFlags & bit) !== 0).length * 4;
    const start = 8 + ((runFlags & 0x1) === 0 ? 0 : 4) + ((runFlags & 0x4) === 0 ? 0 : 4);
    if (samples === 0 && (runFlags & 0x800) !== 0)
      offset = compositionOffset(run, start + width - 4);
    samples += count;
    if ((runFlags & 0x100) !== 0)
      for (let index = 0; index < count; index += 1)
        listed = (listed ?? 0) + uint(run, start + index * width);
  }
  const duration = listed ?? (each === undefined ? undefined : each * samples);
  return {
    track: uint(header, 4),
    begin: begin === undefined ? undefined : begin + offset,
    samples,
    duration,
  };
}

function compositionOffset(run: Buffer, at: number): number {
  if (at + 4 > run.length) return 0;
  return run[0] === 0 ? run.readUInt32BE(at) : run.readInt32BE(at);
}

function defaultDuration(init: Buffer, number: number | undefined): number {
  const extends_ = boxes(init, ["moov", "mvex", "trex"]).find((trex) => uint(trex, 4) === number);
  return extends_ === undefined ? 0 : uint(extends_, 12);
}

function tracksOf(init: Buffer): ReturnType<typeof parseTracks> {
  try {
    return parseTracks(init, false);
  } catch {
    return [];
  }
}

/** The package gives views of what it got. */
function boxes(bytes: Buffer, path: readonly string[]): readonly Buffer[] {
  return findBox(bytes, path).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
}

function overruns(segment: Buffer): boolean {
  let at = 0;
  while (at + 8 <= segment.length) {
    const size = uint(segment, at);
    if (size === 0) return false;
    const long_ = size === 1;
    const bytes = long_ ? long(segment, at + 8) : size;
    if (bytes < 8) return true;
    at += bytes;
  }
  return at !== segment.length;
}

function uint(data: Buffer, at: number): number {
  return at + 4 <= data.length ? data.readUInt32BE(at) : 0;
}

function long(data: Buffer, at: number): number {
  return at + 8 <= data.length ? Number(data.readBigUInt64BE(at)) : 0;
}
