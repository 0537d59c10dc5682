import type { PlanContext } from "../../core/engine/resource.ts";
import type { Input } from "../../config/spec.ts";
import { testPatternCommand } from "./ffmpeg-line.ts";

/** Where the picture comes from and what to do for it. Members that do not apply are left out. */
export type Ingest = {
  readonly type: Input["type"];
  /** `push`: an encoder sends to MediaLive. `listen`: it waits for MediaLive's call. `pull`: MediaLive fetches a URL. */
  readonly direction: "push" | "listen" | "pull";
  /** Whole address: pushed to, listened on, or pulled. */
  readonly url?: string;
  /** OBS: Settings, Stream, Server. */
  readonly server?: string;
  /** OBS: Settings, Stream, Stream Key. */
  readonly streamKey?: string;
  /** Sends a test pattern there. */
  readonly ffmpeg?: string;
  readonly note: string;
};

/**
 * What the encoder pushes to, from the input's own addresses; undefined while there is none (a push input that is not made
 * yet, an input by id).
 */
export function describeIngest(context: PlanContext): Ingest | undefined {
  const { input } = context.spec.channel;
  const address = context.resources.input?.ids["url"];
  switch (input?.type) {
    case "rtmp-push":
      if (address === undefined) return undefined;
      return {
        type: input.type,
        direction: "push",
        url: address,
        ...splitRtmp(address),
        ffmpeg: testPatternCommand(context.spec.channel, "flv", address),
        note: "Push before the channel starts: MediaLive expects the encoder to be sending by then.",
      };
    case "rtp-push":
      if (address === undefined) return undefined;
      return {
        type: input.type,
        direction: "push",
        url: address,
        ffmpeg: testPatternCommand(
          context.spec.channel,
          "rtp_mpegts",
          `${address}?pkt_size=${TS_PACKETS_PER_DATAGRAM}`,
        ),
        note: "Push before the channel starts; of the input's two addresses a single-pipeline channel reads this one.",
      };
    case "srt-caller": {
      const url = `srt://${input.address}:${input.port}`;
      return {
        type: input.type,
        direction: "listen",
        url,
        ffmpeg: testPatternCommand(
          context.spec.channel,
          "mpegts",
          // ffmpeg counts latency in microseconds.
          `srt://0.0.0.0:${input.port}?mode=listener&latency=${input.latencyMs * 1000}`,
        ),
        note: `MediaLive calls ${url}: the encoder there must be listening before the channel starts.`,
      };
    }
    case "hls-pull":
    case "mp4-file":
      return {
        type: input.type,
        direction: "pull",
        url: input.url,
        note:
          input.type === "mp4-file"
            ? "MediaLive fetches this file and plays it in a loop; nothing is pushed."
            : "MediaLive fetches this playlist; nothing is pushed.",
      };
    case "existing":
    case undefined:
      return undefined;
  }
}

/** Seven packets of 188 bytes fit a datagram on every network. */
const TS_PACKETS_PER_DATAGRAM = 7 * 188;

/** `rtmp://203.0.113.9:1935/live/stream` is server `rtmp://203.0.113.9:1935/live` and key `stream`. */
function splitRtmp(address: string): { readonly server: string; readonly streamKey: string } {
  const slash = address.lastIndexOf("/");
  return { server: address.slice(0, slash), streamKey: address.slice(slash + 1) };
}
