import type { SandboxClock } from "../../clock.ts";
import type { HlsSettings } from "../hls-settings.ts";
import type { EncoderSettings } from "../encoder-settings.ts";
import { masterPlaylist } from "../packaging/master-playlist.ts";
import { nominalBytes, padWithNullPackets } from "../packaging/null-padding.ts";
import { objectNames } from "../packaging/object-names.ts";
import type { Segment } from "../packaging/segment.ts";
import { createOutputHealth } from "./output-health.ts";
import { startOutputLane } from "./output-lane.ts";
import type { Uploader } from "./uploader.ts";

/** How long a stop waits for uploads in flight. */
const FINISH_MS = 5_000;

type Delivery = {
  add(output: number, segment: Segment): void;
  /** Lets uploads in flight finish, for at most five seconds. */
  stop(): Promise<void>;
};

/**
 * Stores the segments of all outputs side by side, each output's playlist after its segments, and the master once every
 * output has a playlist; again after each segment of the first output, so that it outlives the origin's TTL (inferred).
 */
export function startDelivery({
  clock,
  uploader,
  settings,
  hls,
  alert,
}: {
  readonly clock: SandboxClock;
  readonly uploader: Uploader;
  readonly settings: EncoderSettings;
  readonly hls: HlsSettings;
  readonly alert: (type: string, message: string | undefined) => void;
}): Delivery {
  const stopping = new AbortController();
  const names = objectNames(settings, hls, clock.now());
  const health = createOutputHealth(alert);
  const master = Buffer.from(masterPlaylist(settings, hls, names.variants));
  const waiting = new Set(hls.outputs.keys());
  let masterStored = false;

  const advanced = async (output: number): Promise<void> => {
    waiting.delete(output);
    if (hls.selection !== "MANIFESTS_AND_SEGMENTS" || waiting.size > 0) return;
    if (masterStored && output !== 0) return;
    const failure = await uploader.store(names.master, master, stopping.signal);
    masterStored ||= failure === undefined;
    health("master", failure && `PUT ${names.master}: ${failure.reason}`);
  };
  const lanes = hls.outputs.map((output, index) =>
    startOutputLane({
      clock,
      uploader,
      hls,
      segmentLengthSeconds: settings.segmentLengthSeconds,
      variantName: names.variants[index] ?? "",
      segmentName: ({ sequence, startMs }) => names.segment(index, sequence, startMs),
      segmentBody: (segment) => padded(settings, index, segment),
      health: (problem) => {
        // One output that cannot be written must not keep the others from being found.
        if (problem !== undefined) waiting.delete(index);
        health(output.name, problem);
      },
      advanced: () => advanced(index),
      signal: stopping.signal,
    }),
  );
  return {
    add: (output, segment) => lanes[output]?.add(segment),
    stop: async () => {
      const finished = Promise.all(lanes.map((lane) => lane.finish()));
      const limit = new AbortController();
      await Promise.race([finished, clock.sleep(FINISH_MS, limit.signal).catch(() => undefined)]);
      limit.abort();
      stopping.abort(new Error("The channel stops"));
      await Promise.all(lanes.map((lane) => lane.ended));
    },
  };
}

/** Padded only now, so that a full file cache holds no null packets. */
function padded(settings: EncoderSettings, output: number, segment: Segment): Buffer {
  const rung = settings.rungs[output];
  const rate = rung === undefined ? 0 : rung.videoBitrate + rung.audioBitrate;
  return padWithNullPackets(segment.packets, nominalBytes(rate, segment.durationTicks));
}
