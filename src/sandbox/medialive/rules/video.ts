import { asList, asRecord, at, type JsonRecord } from "../../json.ts";
import { type ValidationError, validationError } from "../refusals.ts";

/** What is wrong with the video descriptions beyond the shape of single members. */
export function videoErrors(encoder: JsonRecord): readonly ValidationError[] {
  return asList(encoder["videoDescriptions"]).flatMap((one, index) => {
    const description = asRecord(one) ?? {};
    const path = `videoDescriptions[${index}]`;
    return [...sizeErrors(description, path), ...codecErrors(description, path)];
  });
}

function sizeErrors(description: JsonRecord, path: string): readonly ValidationError[] {
  const { width, height } = description;
  if ((width === undefined) !== (height === undefined))
    return [validationError(path, "width and height must be set together or both left out")];
  return (["width", "height"] as const).flatMap((side) => {
    const pixels = description[side];
    if (typeof pixels !== "number") return [];
    if (pixels <= 0) return [validationError(`${path}.${side}`, "must be greater than 0")];
    return pixels % 2 === 0 ? [] : [validationError(`${path}.${side}`, "must be an even number")];
  });
}

function codecErrors(description: JsonRecord, path: string): readonly ValidationError[] {
  const codecs = Object.entries(asRecord(description["codecSettings"]) ?? {}).filter(
    ([, settings]) => settings !== undefined && settings !== null,
  );
  const at = `${path}.codecSettings`;
  if (codecs.length !== 1) return [validationError(at, "must have exactly one codec")];
  const h264 = asRecord(asRecord(description["codecSettings"])?.["h264Settings"]);
  if (h264 === undefined)
    return [validationError(at, "this sandbox emulates H.264 only, MediaLive has more codecs")];
  const inner = `${at}.h264Settings`;
  return [...rateErrors(h264, inner), ...gopErrors(h264, inner), ...ratioErrors(h264, inner)];
}

function rateErrors(h264: JsonRecord, path: string): readonly ValidationError[] {
  const { bitrate, maxBitrate, minBitrate } = h264;
  switch (h264["rateControlMode"] ?? "CBR") {
    case "CBR":
      return bitrate === undefined
        ? [validationError(`${path}.bitrate`, "is required when the rate control mode is CBR")]
        : [];
    case "VBR":
      if (bitrate === undefined)
        return [
          validationError(`${path}.bitrate`, "is required when the rate control mode is VBR"),
        ];
      return Number(maxBitrate ?? bitrate) < Number(bitrate)
        ? [validationError(`${path}.maxBitrate`, "must not be less than bitrate")]
        : [];
    case "QVBR":
      if (maxBitrate === undefined)
        return [
          validationError(`${path}.maxBitrate`, "is required when the rate control mode is QVBR"),
        ];
      return Number(minBitrate ?? 0) > Number(maxBitrate)
        ? [validationError(`${path}.minBitrate`, "must not be greater than maxBitrate")]
        : [];
    default:
      return [
        validationError(`${path}.rateControlMode`, "MULTIPLEX is for multiplex outputs only"),
      ];
  }
}

/** GopSize: whole and at least 1 in frames, greater than 0 in seconds (MediaLive API model). */
function gopErrors(h264: JsonRecord, path: string): readonly ValidationError[] {
  const size = h264["gopSize"] ?? 90;
  if (typeof size !== "number") return [];
  if (h264["gopSizeUnits"] === "SECONDS")
    return size > 0 ? [] : [validationError(`${path}.gopSize`, "must be greater than 0")];
  return Number.isInteger(size) && size >= 1
    ? []
    : [
        validationError(
          `${path}.gopSize`,
          "must be an integer greater than or equal to 1 in frames",
        ),
      ];
}

function ratioErrors(h264: JsonRecord, path: string): readonly ValidationError[] {
  return ["framerate", "par"].flatMap((what) => {
    if (h264[`${what}Control`] !== "SPECIFIED") return [];
    return ["Numerator", "Denominator"]
      .map((part) => `${what}${part}`)
      .filter((member) => at(h264, member) === undefined)
      .map((member) =>
        validationError(`${path}.${member}`, `is required with ${what}Control SPECIFIED`),
      );
  });
}
