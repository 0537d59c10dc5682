/** Names of the ladders that come with the tool. */
export const LADDER_NAMES = ["tutorial", "hd", "mobile", "starter"] as const;

export const INPUT_TYPES = [
  "rtmp-push",
  "rtp-push",
  "srt-caller",
  "hls-pull",
  "mp4-file",
  "existing",
] as const;
