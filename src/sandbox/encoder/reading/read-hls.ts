import type {
  HlsSettings,
  HlsOutputSettings,
  StreamSettings,
  UploadSettings,
} from "../hls-settings.ts";
import type { Readings } from "../../readings.ts";
import type { EncoderJob } from "../job.ts";
import { SOURCE_PIDS } from "../transport-stream/pids.ts";
import { at } from "../../json.ts";
import { listAt, numberAt, textAt, wordAt } from "./json.ts";
import { readDestination } from "./read-destination.ts";
import { hlsGroupOf, videoOutputsOf } from "./read-encoder-settings.ts";
import { audioOf } from "./read-rung.ts";

/** MediaLive API model: "For other URIs, the value is always 3". */
const RETRIES = 3;
/** MediaLive user guide, HLS: number of segments in a manifest; program date time period. */
const DEFAULT_WINDOW = 10;
const DEFAULT_DATE_TIME_SECONDS = 600;
/** What the console fills in for HLS basic PUT. */
const DEFAULT_UPLOAD = { retryInterval: 1, restartDelay: 15, filecache: 300 } as const;
/** MPEG-4 audio object types as codec strings (RFC 6381). */
const AUDIO_CODECS: Readonly<Record<string, string>> = { HEV1: "mp4a.40.5", HEV2: "mp4a.40.29" };

/**
 * What to package and where to put it, from the CreateChannel body. Throws RefusedSettings without an HLS group or HTTP
 * destination.
 */
export function readHlsSettings(job: EncoderJob, readings: Readings = {}): HlsSettings {
  const group = hlsGroupOf(job.channel);
  const hls = at(group, "outputGroupSettings", "hlsGroupSettings");
  const reference = textAt(hls, "destination", "destinationRefId");
  const target = listAt(job.channel, "destinations").find(
    (each) => textAt(each, "id") === reference,
  );
  const settings = listAt(target, "settings")[0];
  const destination = readDestination(textAt(settings, "url"));
  return {
    destination,
    masterQuery:
      readings["master-query"] === "without-role"
        ? destination.query.replace(/[?&]role=[^&]*/, "")
        : destination.query,
    counterSeparator: readings.counter ?? "_",
    upload: readUpload(at(hls, "hlsCdnSettings"), settings, job.passwords),
    selection: wordAt(
      ["MANIFESTS_AND_SEGMENTS", "SEGMENTS_ONLY", "VARIANT_MANIFESTS_AND_SEGMENTS"],
      hls,
      "outputSelection",
    ),
    windowSegments: numberAt(hls, "indexNSegments") ?? DEFAULT_WINDOW,
    durationFormat: wordAt(["FLOATING_POINT", "INTEGER"], hls, "manifestDurationFormat"),
    codecSpecification: wordAt(["RFC_4281", "RFC_6381"], hls, "codecSpecification"),
    resolutionInMaster: at(hls, "streamInfResolution") !== "EXCLUDE",
    programDateTimeSeconds:
      at(hls, "programDateTime") === "INCLUDE"
        ? (numberAt(hls, "programDateTimePeriod") ?? DEFAULT_DATE_TIME_SECONDS)
        : undefined,
    discontinuityTags: at(hls, "discontinuityTags") !== "NEVER_INSERT",
    allowCache: at(hls, "clientCache") !== "DISABLED",
    manifestPrefix: textAt(hls, "baseUrlManifest") ?? "",
    contentPrefix: textAt(hls, "baseUrlContent") ?? "",
    outputs: videoOutputsOf(group).map((output, index) =>
      readOutput(at(job.channel, "encoderSettings"), output, index),
    ),
  };
}

function readUpload(
  cdn: unknown,
  settings: unknown,
  passwords: Readonly<Record<string, string>>,
): UploadSettings {
  const akamai = at(cdn, "hlsAkamaiSettings");
  const policy = akamai ?? at(cdn, "hlsBasicPutSettings") ?? at(cdn, "hlsWebdavSettings");
  const parameter = textAt(settings, "passwordParam");
  return {
    credentials: akamai === undefined ? "challenge" : "up-front",
    username: textAt(settings, "username"),
    password: parameter === undefined ? undefined : passwords[parameter],
    retryIntervalSeconds:
      numberAt(policy, "connectionRetryInterval") ?? DEFAULT_UPLOAD.retryInterval,
    retries: RETRIES,
    restartDelaySeconds: numberAt(policy, "restartDelay") ?? DEFAULT_UPLOAD.restartDelay,
    filecacheSeconds: numberAt(policy, "filecacheDuration") ?? DEFAULT_UPLOAD.filecache,
  };
}

function readOutput(settings: unknown, output: unknown, index: number): HlsOutputSettings {
  const hls = at(output, "outputSettings", "hlsOutputSettings");
  const audio = audioOf(settings, output);
  return {
    name: textAt(output, "outputName") ?? `output-${index + 1}`,
    nameModifier: textAt(hls, "nameModifier") ?? "",
    segmentModifier: textAt(hls, "segmentModifier") ?? "",
    audioCodec:
      audio === undefined
        ? undefined
        : (AUDIO_CODECS[textAt(audio, "profile") ?? ""] ?? "mp4a.40.2"),
    stream: readStream(at(hls, "hlsSettings", "standardHlsSettings", "m3u8Settings")),
  };
}

/** PIDs come decimal, hexadecimal, or as a range of which the first is taken. */
function readStream(m3u8: unknown): StreamSettings {
  const pid = (member: string, fallback: number): number => {
    const first = textAt(m3u8, member)?.split(/[,-]/)[0]?.trim();
    const value = Number(first ?? fallback);
    return Number.isInteger(value) && value >= 32 && value <= 8182 ? value : fallback;
  };
  return {
    transportStreamId: numberAt(m3u8, "transportStreamId") ?? 1,
    programNumber: numberAt(m3u8, "programNum") ?? 1,
    pmtPid: pid("pmtPid", SOURCE_PIDS.pmt),
    videoPid: pid("videoPid", SOURCE_PIDS.video),
    audioPid: pid("audioPids", SOURCE_PIDS.audio),
  };
}
