import { constraintFlags } from "../h264/parameter-sets.ts";
import type { HlsSettings } from "../hls-settings.ts";
import type { RungSettings } from "../encoder-settings.ts";
import { videoFormat } from "../test-pattern/video.ts";

const hex = (value: number): string => value.toString(16).padStart(2, "0");

/**
 * The video codec of a rung as the master playlist names it. RFC_6381: all hexadecimal. RFC_4281 (the default): as
 * observed in Momento's MediaLive tutorial, Main 3.0 is `avc1.77.30` and other levels are hexadecimal; that Baseline
 * 3.0 is `avc1.66.30` is inferred.
 */
export function videoCodec(
  rung: RungSettings,
  specification: HlsSettings["codecSpecification"],
): string {
  const { profileIdc, levelIdc } = videoFormat(rung);
  if (specification === "RFC_4281" && profileIdc < 100 && levelIdc === 30)
    return `avc1.${profileIdc}.${levelIdc}`;
  return `avc1.${hex(profileIdc)}${hex(constraintFlags(profileIdc))}${hex(levelIdc)}`;
}
