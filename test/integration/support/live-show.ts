import { setTimeout as pause } from "node:timers/promises";
import type { CheckResult } from "../../../src/verify/check.ts";
import { verifyOnce, type VerifyReport } from "../../../src/verify/report.ts";
import { urlTarget } from "../../../src/verify/stack-target.ts";
import { instantClock, type InstantClock } from "./instant-clock.ts";
import type { MadeStreams } from "./made-streams.ts";
import { shiftedClock } from "./shifted-clock.ts";
import { serveStream, type Served } from "./stream-server.ts";

const SECONDS = 2;
const LISTED = 4;

/** What stands between a healthy show of two variants, `a` and `b`, and the checker. */
export type Between = (
  served: Served | undefined,
  path: string,
  clock: InstantClock,
) => Served | undefined | Promise<Served | undefined>;

export type LiveShow = AsyncDisposable & {
  readonly clock: InstantClock;
  /** One look after the other, with what a watch remembers. */
  readonly look: () => Promise<VerifyReport>;
  readonly memory: ReturnType<typeof urlTarget>["memory"];
  readonly close: () => Promise<void>;
};

/** The number in a segment's name. */
export const numberOf = (path: string): number => Number(/_(\d+)\.ts$/.exec(path)?.[1] ?? 0);

/** The first check with a verdict and its code, as `edge-lists TWO_WRITERS`; empty without one. */
export function firstOf(checks: readonly CheckResult[], verdict: "fail" | "warn"): string {
  const found = checks.find((check) => check.verdict === verdict);
  return found === undefined ? "" : `${found.id} ${found.suspects[0]?.code ?? ""}`;
}

/** A live show on a clock of its own, in which seconds pass in no time. */
export async function liveShow(
  made: MadeStreams,
  between: Between = (served) => served,
  searchPath?: string,
): Promise<LiveShow> {
  const clock = instantClock();
  const begun = clock.now();
  const server = await serveStream(
    (path) =>
      clock.during(async () => {
        // Time goes on only between two answers.
        await pause(0);
        return between(healthy(made, path, clock.now() - begun), path, clock);
      }),
    clock.sleep,
  );
  const target = urlTarget(
    {
      clock,
      signal: new AbortController().signal,
      commandFor: (verb) => verb,
      searchPath,
      shell: "posix",
    },
    `${server.origin}/master.m3u8`,
  );
  return {
    clock,
    memory: target.memory,
    look: () => verifyOnce(target),
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
}

function healthy(made: MadeStreams, path: string, passedMs: number): Served | undefined {
  if (path === "/master.m3u8") {
    const info =
      '#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=320x240,CODECS="avc1.4d400d,mp4a.40.2"';
    return { body: Buffer.from(`#EXTM3U\n${info}\na.m3u8\n${info}\nb.m3u8\n`) };
  }
  const rung = /^\/([ab])\.m3u8$/.exec(path)?.[1];
  const last = 8 + Math.floor(passedMs / (SECONDS * 1000));
  if (rung !== undefined) return { body: Buffer.from(mediaPlaylist(rung, last)) };
  const number = numberOf(path);
  if (!/^\/[ab]_\d+\.ts$/.test(path) || number > last) return undefined;
  const body = made.get(`/ts/v${number % 4}.ts`) ?? Buffer.alloc(0);
  return { body: shiftedClock(body, Math.floor(number / 4) * 8, "both") };
}

/** A list of four segments of two seconds. */
export function mediaPlaylist(rung: string, last: number, prefix = ""): string {
  const numbers = Array.from({ length: LISTED }, (_none, index) => last - LISTED + 1 + index);
  const lines = numbers.map((number) => `#EXTINF:2.00000,\n${prefix}${rung}_${number}.ts`);
  return `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:${numbers[0]}\n${lines.join("\n")}\n`;
}
