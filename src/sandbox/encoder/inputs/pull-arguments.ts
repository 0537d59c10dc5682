import { fileURLToPath } from "node:url";
import type { InputOrder } from "../order.ts";
import { optionList } from "./option-list.ts";

/** Inputs that ffmpeg opens by itself. */
export type PullInput = Extract<InputOrder, { type: "MP4_FILE" | "URL_PULL" | "SRT_CALLER" }>;

/** After this long without a byte a network read fails, so that a dead peer is noticed. */
const NETWORK_TIMEOUT_MICROSECONDS = 8_000_000;
const SRT_CONNECT_TIMEOUT_MS = 3_000;

/** ffmpeg's arguments up to and including `-i`. Files and HLS are read at their own pace; SRT comes at the sender's. */
export function pullArguments(input: PullInput): string[] {
  if (input.type === "SRT_CALLER")
    return optionList({
      mode: "caller",
      latency: input.latencyMs * 1_000,
      srt_streamid: input.streamId,
      connect_timeout: SRT_CONNECT_TIMEOUT_MS,
      f: "mpegts",
      i: `srt://${input.address}:${input.port}`,
    });
  const options = optionList({
    stream_loop: input.type === "MP4_FILE" && input.loop ? -1 : undefined,
    rw_timeout: /^https?:/iu.test(input.url) ? NETWORK_TIMEOUT_MICROSECONDS : undefined,
    i: input.url.startsWith("file:") ? fileURLToPath(input.url) : input.url,
  });
  return ["-re", ...options];
}

/** Texts of an input that must not appear in an alert: a stream id may be a password. */
export function pullSecrets(input: PullInput): readonly string[] {
  return input.type === "SRT_CALLER" && input.streamId !== undefined ? [input.streamId] : [];
}
