import type { SandboxClock } from "../../clock.ts";
import type { HlsSettings } from "../hls-settings.ts";
import type { Segment } from "../packaging/segment.ts";
import { createFileCache } from "./file-cache.ts";
import { persist } from "./persist.ts";
import { createPlaylistWindow } from "./playlist-window.ts";
import type { Uploader } from "./uploader.ts";

type LaneDeps = {
  readonly clock: SandboxClock;
  readonly uploader: Uploader;
  readonly hls: HlsSettings;
  readonly segmentLengthSeconds: number;
  readonly variantName: string;
  segmentName(segment: Segment): string;
  /** The segment as it goes out, padded. */
  segmentBody(segment: Segment): Buffer;
  /** The output fails (with what), or works again. */
  health(problem: string | undefined): void;
  /** A segment and the playlist that lists it are stored. */
  advanced(): Promise<void>;
  readonly signal: AbortSignal;
};

/** Uploads of one output, in order: segment, then the playlist that names it. */
type OutputLane = {
  add(segment: Segment): void;
  /** Lets what is cached be stored; resolves when it is, or at once when the output is failing. */
  finish(): Promise<void>;
  /** Resolves when nothing is uploaded any more. */
  readonly ended: Promise<void>;
};

/**
 * Runs until finished or aborted. After the retries the output has failed: it restarts after RestartDelay with what the
 * file cache still holds; 0 = never (MediaLive API model).
 */
export function startOutputLane(deps: LaneDeps): OutputLane {
  const { clock, hls, uploader, signal } = deps;
  const cache = createFileCache(hls.upload.filecacheSeconds);
  const window = createPlaylistWindow(hls, deps.segmentLengthSeconds);
  let failing = false;
  let finishing = false;

  const store = async (name: string, body: () => Buffer): Promise<boolean> => {
    const problem = await persist({
      clock,
      uploader,
      uploadSettings: hls.upload,
      name,
      body,
      signal,
    });
    failing = problem !== undefined;
    deps.health(problem === undefined ? undefined : `PUT ${name}: ${problem}`);
    return !failing;
  };
  const storeWithPlaylist = async (segment: Segment): Promise<boolean> => {
    const name = deps.segmentName(segment);
    if (!(await store(name, () => deps.segmentBody(segment)))) return false;
    cache.remove(segment);
    window.stored(segment, name);
    if (hls.selection === "SEGMENTS_ONLY") return true;
    if (!(await store(deps.variantName, () => Buffer.from(window.playlist())))) return false;
    await deps.advanced();
    return true;
  };
  const work = async (): Promise<void> => {
    for (;;) {
      const segment = await cache.oldest();
      if (segment === undefined || signal.aborted) return;
      if (await storeWithPlaylist(segment)) continue;
      if (finishing || hls.upload.restartDelaySeconds === 0) break;
      await clock.sleep(hls.upload.restartDelaySeconds * 1000, signal);
    }
    cache.close();
    cache.clear();
  };
  const working = work().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return {
    add: (segment) => cache.add(segment),
    ended: working,
    finish: async () => {
      finishing = true;
      cache.close();
      if (!failing) await working;
    },
  };
}
