import type { EncoderJob } from "../job.ts";
import type { InputSettings } from "../encoder-settings.ts";
import { listAt, numberAt, textAt } from "./json.ts";
import { RefusedSettings } from "./refused-settings.ts";

/** MediaLive user guide: where an RTP push input listens. */
const RTP_PORT = 5000;
/** MediaLive API model: the smallest SRT latency. */
const SRT_LATENCY_MS = 120;

/**
 * Where the pictures of a channel come from: its first input attachment. Throws RefusedSettings when there is none or it
 * lacks its source.
 */
export function readInput(job: EncoderJob): InputSettings {
  const attachment = listAt(job.channel, "inputAttachments")[0];
  const id = textAt(attachment, "inputId");
  const input = job.inputs.find((each) => textAt(each, "id") === id) ?? job.inputs[0];
  const type = textAt(input, "type");
  const cidrs = (): readonly string[] => job.securityGroupCidrs();
  switch (type) {
    case "RTMP_PUSH": {
      const path = /^rtmps?:\/\/[^/]+\/([^/]+)\/?(.*)$/.exec(
        textAt(input, "destinations", 0, "url") ?? "",
      );
      return { type, app: path?.[1] ?? "", instance: path?.[2] ?? "", cidrs };
    }
    case "RTP_PUSH":
      return { type, port: rtpPort(input), cidrs };
    case "SRT_CALLER":
      return srtCaller(input);
    case "URL_PULL":
      return { type, url: sourceUrl(input) };
    case "MP4_FILE":
      return {
        type,
        url: sourceUrl(input),
        loop: textAt(attachment, "inputSettings", "sourceEndBehavior") === "LOOP",
      };
    case undefined:
    default:
      throw new RefusedSettings(`The encoder has no input of type ${type ?? "(none attached)"}`);
  }
}

function rtpPort(input: unknown): number {
  const inUrl = /:(\d+)/.exec(textAt(input, "destinations", 0, "url")?.split("//")[1] ?? "");
  return numberAt(input, "destinations", 0, "port") ?? Number(inUrl?.[1] ?? RTP_PORT);
}

function sourceUrl(input: unknown): string {
  const url = textAt(input, "sources", 0, "url");
  if (url === undefined) throw new RefusedSettings("The input has no source URL");
  return url;
}

function srtCaller(input: unknown): InputSettings {
  const source = listAt(input, "srtSettings", "srtCallerSources")[0];
  const address = textAt(source, "srtListenerAddress");
  const port = numberAt(source, "srtListenerPort");
  if (address === undefined || port === undefined)
    throw new RefusedSettings("The SRT caller input has no listener address and port");
  return {
    type: "SRT_CALLER",
    address,
    port,
    streamId: textAt(source, "streamId"),
    latencyMs: numberAt(source, "minimumLatency") ?? SRT_LATENCY_MS,
  };
}
