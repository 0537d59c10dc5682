/** Names of the ladders that come with the tool. */
export const LADDER_NAMES = ["tutorial", "hd", "mobile"] as const;

export const INPUT_TYPES = [
  "rtmp-push",
  "rtp-push",
  "srt-caller",
  "hls-pull",
  "mp4-file",
  "existing",
] as const;

export const RATE_CONTROLS = ["CBR", "VBR", "QVBR"] as const;
export const CHANNEL_CLASSES = ["SINGLE_PIPELINE"] as const;
export const SEGMENT_NAMES = ["restart-safe", "tutorial"] as const;
export const ENCODER_AUTHS = ["url-token", "parameter-store"] as const;
export const SIZE_RULES = ["bytes", "tutorial"] as const;
export const MASTER_PLAYLISTS = ["edge", "origin"] as const;
