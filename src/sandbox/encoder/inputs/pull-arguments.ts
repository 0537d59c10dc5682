import type { InputOrder } from "../order.ts";
import { optionList } from "./option-list.ts";

/** Inputs that ffmpeg opens by itself. */
type PullInput = Extract<InputOrder, { type: "MP4_FILE" | "URL_PULL" | "SRT_CALLER" }>;

/** After this long without a byte a network read fails, so that a dead peer is noticed. */
const NETWORK_TIMEOUT_MICROSECONDS = 8_000_000;
const SRT_CONNECT_TIMEOUT_MS = 3_000;
/** What ffmpeg may open, also for what a playlist names: no file, pipe or data of this machine. */
const NETWORK = "http,https,httpproxy,tls,tcp,crypto";

/** ffmpeg's arguments up to and including `-i`. Files and HLS are read at their own pace; SRT comes at the sender's. */
export function pullArguments(
  input: PullInput,
  ownFile: (url: string) => string | undefined = () => undefined,
): string[] {
  if (input.type === "SRT_CALLER")
    return optionList({
      mode: "caller",
      latency: input.latencyMs * 1_000,
      srt_streamid: input.streamId,
      connect_timeout: SRT_CONNECT_TIMEOUT_MS,
      f: "mpegts",
      i: `srt://${input.address}:${input.port}`,
    });
  // MediaLive reads nothing but MP4 there; a playlist in disguise would name other files.
  const f = input.type === "MP4_FILE" ? "mov" : "hls";
  const path = ownFile(input.url);
  if (path !== undefined && input.type === "MP4_FILE")
    return [
      "-re",
      ...optionList({
        stream_loop: input.loop ? -1 : undefined,
        protocol_whitelist: "file",
        f,
        i: `file:${path}`,
      }),
    ];
  const options = optionList({
    stream_loop: input.type === "MP4_FILE" && input.loop ? -1 : undefined,
    protocol_whitelist: NETWORK,
    rw_timeout: NETWORK_TIMEOUT_MICROSECONDS,
    f,
    i: input.url,
  });
  return ["-re", ...options];
}

/** Texts of an input that must not appear in an alert: a stream id may be a password. */
export function pullSecrets(input: PullInput): readonly string[] {
  return input.type === "SRT_CALLER" && input.streamId !== undefined ? [input.streamId] : [];
}
