import { field } from "./field.ts";

/**
 * The HLS output group's numbers, sent to MediaLive as they are. Ranges come from the MediaLive API model, defaults from the
 * tutorial's screenshots.
 */
export const HLS_FIELDS = [
  field({
    path: "channel.hls.windowSegments",
    name: "window-segments",
    kind: "whole",
    placeholder: "COUNT",
    range: [3, 1_000_000],
    default: 50,
    help: "segments that a variant playlist lists: how far a viewer can go back",
    part: "channel",
  }),
  field({
    path: "channel.hls.keepSegments",
    name: "keep-segments",
    kind: "whole",
    placeholder: "COUNT",
    range: [1, 1_000_000_000],
    default: 3600,
    help: "segments that MediaLive keeps at the origin; the TTL may remove them earlier",
    part: "channel",
  }),
  field({
    path: "channel.hls.filecacheSeconds",
    name: "filecache-seconds",
    kind: "whole",
    placeholder: "SECONDS",
    range: [0, 600],
    unit: "seconds",
    default: 300,
    help: "how much MediaLive holds back and sends later when the origin cannot be reached",
    part: "channel",
  }),
  field({
    path: "channel.hls.numRetries",
    name: "num-retries",
    kind: "whole",
    placeholder: "COUNT",
    range: [0, 2_147_483_647],
    default: 5,
    help: "sent to MediaLive, which always uses 3 for destinations of this kind",
    part: "channel",
  }),
  field({
    path: "channel.hls.connectionRetryIntervalSeconds",
    name: "connection-retry-interval-seconds",
    kind: "whole",
    placeholder: "SECONDS",
    range: [0, 2_147_483_647],
    unit: "seconds",
    default: 4,
    help: "pause before MediaLive connects again after a lost connection",
    part: "channel",
  }),
  field({
    path: "channel.hls.restartDelaySeconds",
    name: "restart-delay-seconds",
    kind: "whole",
    placeholder: "SECONDS",
    range: [0, 15],
    unit: "seconds",
    default: 2,
    help: "pause before a failed output starts again; 0 means never",
    part: "channel",
  }),
] as const;
