import type { InputSettings } from "../encoder-settings.ts";
import { optionList } from "./option-list.ts";

/** Inputs that ffmpeg opens by itself. */
type PullInput = Extract<InputSettings, { type: "MP4_FILE" | "URL_PULL" | "SRT_CALLER" }>;

/** After this long without a byte a network read fails, so that a dead peer is noticed. */
const NETWORK_TIMEOUT_MICROSECONDS = 8_000_000;
const SRT_CONNECT_TIMEOUT_MS = 3_000;
/** What ffmpeg may open, also for what a playlist names: no file, pipe or data of this machine. */
const NETWORK = "http,https,httpproxy,tls,tcp,crypto";

/** How ffmpeg is to read an input, and what it reads on its standard input besides. */
type PullArguments = {
  readonly inputArguments: readonly string[];
  readonly inputText?: string | undefined;
};

/** A file is looped this often by one ffmpeg; then another one goes on. */
const PASSES = 5_000;
/** A step of a stream's time that is larger is a jump of the source, in seconds. */
const JUMP_SECONDS = 1;

/** ffmpeg's arguments up to and including `-i`. Files and HLS are read at their own pace; SRT comes at the sender's. */
export function pullArguments(
  input: PullInput,
  ownFile: (url: string) => string | undefined = () => undefined,
): PullArguments {
  if (input.type === "SRT_CALLER")
    return {
      inputArguments: optionList({
        dts_delta_threshold: JUMP_SECONDS,
        mode: "caller",
        latency: input.latencyMs * 1_000,
        srt_streamid: input.streamId,
        connect_timeout: SRT_CONNECT_TIMEOUT_MS,
        f: "mpegts",
        i: `srt://${input.address}:${input.port}`,
      }),
    };
  if (input.type === "MP4_FILE") {
    const path = ownFile(input.url);
    const url = path === undefined ? input.url : `file:${path}`;
    const protocols = path === undefined ? NETWORK : "file";
    return input.loop && !/[\r\n]/.test(url)
      ? loopArguments(url, protocols)
      : onceArguments(url, protocols);
  }
  const options = optionList({
    dts_delta_threshold: JUMP_SECONDS,
    protocol_whitelist: NETWORK,
    rw_timeout: NETWORK_TIMEOUT_MICROSECONDS,
    f: "hls",
    i: input.url,
  });
  return { inputArguments: ["-re", ...options] };
}

/** MediaLive reads nothing but MP4 there; a playlist in disguise would name other files. */
const MP4 = "mov";

/**
 * The file over and over, as a list: each pass begins when the longest track has ended. ffmpeg's own `stream_loop` goes back
 * by the tracks' last packets, and repeats the tail alone where one track is shorter.
 */
function loopArguments(url: string, protocols: string): PullArguments {
  const line = `file '${url.replaceAll("'", String.raw`'\''`)}'\n`;
  const options = optionList({
    protocol_whitelist: `${protocols},pipe`,
    format_whitelist: `concat,${MP4}`,
    f: "concat",
    safe: 0,
    i: "pipe:0",
  });
  return { inputArguments: ["-re", ...options], inputText: line.repeat(PASSES) };
}

function onceArguments(url: string, protocols: string): PullArguments {
  const options = optionList({
    protocol_whitelist: protocols,
    ...(protocols === NETWORK && { rw_timeout: NETWORK_TIMEOUT_MICROSECONDS }),
    f: MP4,
    i: url,
  });
  return { inputArguments: ["-re", ...options] };
}

/** Texts of an input that must not appear in an alert: a stream id may be a password. */
export function pullSecrets(input: PullInput): readonly string[] {
  return input.type === "SRT_CALLER" && input.streamId !== undefined ? [input.streamId] : [];
}
