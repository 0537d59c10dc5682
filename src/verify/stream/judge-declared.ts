import { avcOf } from "../media/codecs.ts";
import type { Fault } from "./fault.ts";
import type { WindowReading } from "./readings.ts";

/** Between the halves of a target duration a segment's rate counts as a peak (RFC 8216 §4.3.4.2). */
const PEAK = { least: 0.5, most: 1.5 };
const BANDWIDTH_WARNS = 1.1;

const FAMILIES: Readonly<Record<string, string>> = {
  avc3: "avc1",
  hev1: "hvc1",
  dvh1: "hvc1",
  dvhe: "hvc1",
};
/** Sound that begins like another kind: its extension is not seen in ADTS (ISO/IEC 14496-3). */
const HIDDEN_IN_LC = /^mp4a\.40\.(?:5|29|42)$/i;

/** What the master states of its variants against what was measured in their segments. */
export function judgeDeclared(windows: readonly WindowReading[]): readonly Fault[] {
  return windows.flatMap((window) => [
    ...codecs(window),
    ...resolution(window),
    ...bandwidth(window),
  ]);
}

type Stated = { readonly wrong: string } | { readonly level: string } | undefined;

function codecs({ rendition, segments }: WindowReading): readonly Fault[] {
  const { link, hasOwnAudio, name } = rendition;
  if (link === undefined || link.codecs === "") return [];
  const stated = link.codecs
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const { media, segment } of segments) {
    if (media === undefined || (media.video === undefined && media.audio === undefined)) continue;
    const seen = [media.video?.codec, hasOwnAudio ? undefined : media.audio?.codec].filter(
      (codec) => codec !== undefined,
    );
    const found = seen.map((codec) => mismatch(stated, codec)).find((each) => each !== undefined);
    const absent = hasOwnAudio
      ? undefined
      : (stated.find((part) => isSound(part) && media.audio === undefined) ??
        stated.find((part) => isPicture(part) && media.video === undefined));
    if (found === undefined && absent === undefined) continue;
    const isLevel = found !== undefined && "level" in found && absent === undefined;
    const saw =
      absent === undefined
        ? found !== undefined && "wrong" in found
          ? found.wrong
          : found?.level
        : `the master says ${absent}, and the segment has none`;
    return [
      {
        code: isLevel ? "CODEC_LEVEL_DIFFERS" : "CODECS_DIFFER",
        severity: isLevel ? "warn" : "fail",
        saw: `${segment.name}: ${saw ?? ""}`,
        text: isLevel
          ? "the stated level is lower than the picture's: players on weak machines choose it and fail"
          : "players choose by the stated codecs and then get others (RFC 8216 §4.3.4.2)",
        hint: `State in CODECS of ${name} what is measured${seen.length === 0 ? "" : `: ${seen.join(",")}`}; when CODECS of two ladders take turns, two encoders write here.`,
        address: segment.address,
      },
    ];
  }
  return [];
}

function mismatch(stated: readonly string[], seen: string): Stated {
  const family = familyOf(seen);
  const same = stated.filter((part) => familyOf(part) === family);
  const [first] = same;
  if (first === undefined) {
    const isKnown = isPicture(seen) || isSound(seen);
    const rival = stated.find((part) => (isPicture(seen) ? isPicture(part) : isSound(part)));
    return isKnown && rival !== undefined
      ? { wrong: `the master says ${rival}, the segment is ${seen}` }
      : undefined;
  }
  const [one, other] = [avcOf(first), avcOf(seen)];
  if (one !== undefined && other !== undefined) {
    if (one.profile !== other.profile)
      return { wrong: `the master says ${first}, the segment is ${seen}` };
    return one.level < other.level
      ? { level: `the master says ${first}, the segment is ${seen}` }
      : undefined;
  }
  const [kind, real] = [
    /^mp4a\.40\.(\d+)$/i.exec(first)?.[1],
    /^mp4a\.40\.(\d+)$/i.exec(seen)?.[1],
  ];
  if (
    kind === undefined ||
    real === undefined ||
    kind === real ||
    (real === "2" && HIDDEN_IN_LC.test(first))
  )
    return undefined;
  return { wrong: `the master says ${first}, the segment is ${seen}` };
}

function familyOf(codec: string): string {
  const four = codec.split(".")[0]?.toLowerCase() ?? "";
  return /^mp4a\.(?:69|6b|40\.34)$/i.test(codec) ? "mp3" : (FAMILIES[four] ?? four);
}

function isPicture(codec: string): boolean {
  return /^(?:avc1|hvc1|mpeg2|av01|vp09|dvh1)$/.test(familyOf(codec));
}

function isSound(codec: string): boolean {
  return /^(?:mp4a|mp3|ac-3|ec-3|opus|flac)$/.test(familyOf(codec));
}

function resolution({ rendition, segments }: WindowReading): readonly Fault[] {
  const stated = rendition.link?.resolution ?? "";
  const seen = segments.find(({ media }) => media?.video?.width !== undefined);
  const video = seen?.media?.video;
  if (
    stated === "" ||
    seen === undefined ||
    video?.width === undefined ||
    video.height === undefined
  )
    return [];
  const measured = `${video.width}x${video.height}`;
  if (measured === stated) return [];
  return [
    {
      code: "RESOLUTION_DIFFERS",
      severity: "warn",
      saw: `${rendition.name}: the master says ${stated}, the picture is ${measured}`,
      text: "players choose by the stated size and show another (RFC 8216 §4.3.4.2)",
      hint: "State the size of the picture in RESOLUTION.",
      address: seen.segment.address,
    },
  ];
}

function bandwidth({ rendition, segments }: WindowReading): readonly Fault[] {
  const { link, hasOwnAudio } = rendition;
  const target = rendition.readings[0]?.playlist?.targetDurationSeconds ?? 0;
  if (link === undefined || link.bandwidth === 0 || hasOwnAudio) return [];
  const rates = segments.flatMap(({ segment, bytes, trouble }) =>
    trouble === undefined &&
    segment.durationSeconds >= target * PEAK.least &&
    segment.durationSeconds <= target * PEAK.most
      ? [{ segment, rate: (bytes * 8) / segment.durationSeconds }]
      : [],
  );
  const [first] = rates;
  if (first === undefined) return [];
  const peak = rates.reduce((most, each) => (each.rate > most.rate ? each : most), first);
  if (peak.rate <= link.bandwidth * BANDWIDTH_WARNS) return [];
  return [
    {
      code: "BANDWIDTH_TOO_LOW",
      severity: "warn",
      saw: `${peak.segment.name}: ${Math.round(peak.rate)} bit/s, ${rendition.name} states BANDWIDTH ${link.bandwidth}`,
      text: "BANDWIDTH must be the peak of the variant: viewers on connections that are just fast enough stall (RFC 8216 §4.3.4.2)",
      hint: "State the measured peak, or limit the encoder's rate and buffer.",
      address: peak.segment.address,
    },
  ];
}

/** How far a window may be above its stated average: buffers of encoders give single seconds more. */
const USUAL_EXCESS = 1.3;

/** AVERAGE-BANDWIDTH against the average of the window. */
export function judgeAverages(windows: readonly WindowReading[]): readonly Fault[] {
  return windows.flatMap(({ rendition, segments }): readonly Fault[] => {
    const stated = rendition.link?.averageBandwidth ?? 0;
    const read = segments.filter(({ trouble }) => trouble === undefined);
    const seconds = read.reduce((sum, { segment }) => sum + segment.durationSeconds, 0);
    const bits = read.reduce((sum, { bytes }) => sum + bytes * 8, 0);
    if (stated === 0 || seconds === 0 || rendition.hasOwnAudio) return [];
    const share = bits / seconds / stated;
    if (share <= USUAL_EXCESS) return [];
    return [
      {
        code: "SEGMENT_LARGER_THAN_ESTIMATED",
        severity: "warn",
        saw: `${rendition.name}: ${Math.round(bits / seconds)} bit/s over ${seconds.toFixed(0)} s, ${share.toFixed(2)} times AVERAGE-BANDWIDTH ${stated}`,
        text: "the encoder exceeds the bitrate that the master states, so viewers on slow connections stall (RFC 8216 §4.3.4.2)",
        hint: "Look at rate control and buffer size of the variant, or state what it needs.",
        address: rendition.address,
      },
    ];
  });
}
