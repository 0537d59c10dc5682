import { asList, asRecord, asTexts, at, type JsonRecord } from "../../json.ts";
import type { ValidationError } from "../refusals.ts";

/** HLS settings that MediaLive knows and the sandbox's encoder does not, with the only value that it does. */
const ONLY: Readonly<Record<string, string>> = {
  directoryStructure: "SINGLE_DIRECTORY",
  iFrameOnlyPlaylists: "DISABLED",
  manifestCompression: "NONE",
  mode: "LIVE",
  redundantManifest: "DISABLED",
  segmentationMode: "USE_SEGMENT_DURATION",
  tsFileMode: "SEGMENTED_FILES",
};

/**
 * What MediaLive would accept and the sandbox's encoder would silently do otherwise: better a loud refusal, which says
 * that it is the sandbox's own.
 */
export function notEmulatedErrors(encoder: JsonRecord): readonly ValidationError[] {
  const groups = asList(encoder["outputGroups"]);
  return [
    ...(groups.length > 1 ? [departure("outputGroups", "more than one output group")] : []),
    ...(asList(encoder["captionDescriptions"]).length > 0
      ? [departure("captionDescriptions", "captions")]
      : []),
    ...audioErrors(encoder),
    ...groups.flatMap((group, index) => groupErrors(group, `outputGroups[${index}]`)),
  ];
}

function audioErrors(encoder: JsonRecord): readonly ValidationError[] {
  return asList(encoder["audioDescriptions"]).flatMap((one, index) => {
    const codecs = Object.keys(asRecord(at(one, "codecSettings")) ?? {});
    const other = codecs.find((name) => name !== "aacSettings");
    const path = `audioDescriptions[${index}].codecSettings`;
    return other === undefined ? [] : [departure(path, `${other}, only AAC`)];
  });
}

function groupErrors(group: unknown, path: string): readonly ValidationError[] {
  const settings = asRecord(at(group, "outputGroupSettings", "hlsGroupSettings")) ?? {};
  const inner = `${path}.outputGroupSettings.hlsGroupSettings`;
  return [
    ...Object.entries(ONLY)
      .filter(([member, value]) => (settings[member] ?? value) !== value)
      .map(([member, value]) => departure(`${inner}.${member}`, `anything but ${value}`)),
    ...(settings["encryptionType"] === undefined
      ? []
      : [departure(`${inner}.encryptionType`, "encryption")]),
    ...asList(at(group, "outputs")).flatMap((output, index) =>
      outputErrors(output, `${path}.outputs[${index}]`),
    ),
  ];
}

function outputErrors(output: unknown, path: string): readonly ValidationError[] {
  const [kind = "standardHlsSettings"] = Object.keys(
    asRecord(at(output, "outputSettings", "hlsOutputSettings", "hlsSettings")) ?? {},
  );
  return [
    ...(kind === "standardHlsSettings" ? [] : [departure(`${path}.outputSettings`, kind)]),
    ...(asTexts(at(output, "audioDescriptionNames")).length > 1
      ? [departure(`${path}.audioDescriptionNames`, "more than one audio in an output")]
      : []),
  ];
}

function departure(elementPath: string, what: string): ValidationError {
  return { elementPath, errorMessage: `this sandbox does not emulate ${what}` };
}
