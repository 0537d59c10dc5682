import { asList, asRecord, asText, at, type JsonRecord } from "../../json.ts";
import { type ValidationError, validationError } from "../refusals.ts";
import { repeated } from "./repeated.ts";

/** What is wrong with the output groups and their HLS settings beyond the shape of single members. */
export function outputGroupErrors(encoder: JsonRecord): readonly ValidationError[] {
  const groups = asList(encoder["outputGroups"]).map((one) => asRecord(one) ?? {});
  if (groups.length === 0)
    return [validationError("outputGroups", "must have at least one output group")];
  const outputs = groups.flatMap((group, index) =>
    asList(group["outputs"]).map((output, inner) => ({
      path: `outputGroups[${index}].outputs[${inner}]`,
      output: asRecord(output) ?? {},
    })),
  );
  return [
    ...groups.flatMap((group, index) => groupErrors(group, `outputGroups[${index}]`)),
    ...repeated(
      outputs.map(({ path, output }) => [`${path}.outputName`, asText(output["outputName"])]),
      "Output name",
    ),
    ...repeated(
      groups.map((group, index) => [`outputGroups[${index}].name`, asText(group["name"])]),
      "Output group name",
    ),
  ];
}

function groupErrors(group: JsonRecord, path: string): readonly ValidationError[] {
  const settings = asRecord(group["outputGroupSettings"]) ?? {};
  const hls = asRecord(settings["hlsGroupSettings"]);
  if (Object.values(settings).filter((one) => one !== undefined).length !== 1)
    return [
      validationError(`${path}.outputGroupSettings`, "must have exactly one kind of settings"),
    ];
  if (hls === undefined)
    return [
      validationError(
        `${path}.outputGroupSettings`,
        "this sandbox emulates HLS groups only, not the others",
      ),
    ];
  const outputs = asList(group["outputs"]).map((one) => asRecord(one) ?? {});
  if (outputs.length === 0)
    return [validationError(`${path}.outputs`, "must have at least one output")];
  return [
    ...hlsErrors(hls, `${path}.outputGroupSettings.hlsGroupSettings`),
    ...outputs.flatMap((output, index) => outputErrors(output, `${path}.outputs[${index}]`)),
    ...repeated(
      outputs.map((output, index) => [
        `${path}.outputs[${index}].outputSettings.hlsOutputSettings.nameModifier`,
        asText(at(output, "outputSettings", "hlsOutputSettings", "nameModifier")) ?? "",
      ]),
      "Name modifier",
    ),
  ];
}

/** IndexNSegments < KeepSegments applies to LIVE only (MediaLive API model). */
function hlsErrors(hls: JsonRecord, path: string): readonly ValidationError[] {
  const index = Number(hls["indexNSegments"] ?? 10);
  const keep = Number(hls["keepSegments"] ?? 21);
  const ways = Object.values(asRecord(hls["hlsCdnSettings"]) ?? {}).filter(
    (one) => one !== undefined,
  );
  return [
    ...((hls["mode"] ?? "LIVE") === "LIVE" && index >= keep
      ? [validationError(`${path}.keepSegments`, `must be greater than indexNSegments (${index})`)]
      : []),
    ...(ways.length > 1
      ? [validationError(`${path}.hlsCdnSettings`, "must have exactly one member")]
      : []),
  ];
}

function outputErrors(output: JsonRecord, path: string): readonly ValidationError[] {
  const settings = asRecord(output["outputSettings"]) ?? {};
  const hls = asRecord(settings["hlsOutputSettings"]);
  if (hls === undefined || Object.keys(settings).length !== 1)
    return [
      validationError(`${path}.outputSettings`, "must be hlsOutputSettings in an HLS output group"),
    ];
  const kinds = asRecord(hls["hlsSettings"]) ?? {};
  const name = asText(output["outputName"]);
  return [
    // "Required" in the user guide, in each output of an HLS group; the model does not say so.
    ...(asText(hls["nameModifier"]) === undefined
      ? [validationError(`${path}.outputSettings.hlsOutputSettings.nameModifier`, "is required")]
      : []),
    ...(Object.keys(kinds).length === 1
      ? []
      : [
          validationError(
            `${path}.outputSettings.hlsSettings`,
            "must have exactly one kind of settings",
          ),
        ]),
    ...(name === undefined || /^[\w-]+$/.test(name)
      ? []
      : [validationError(`${path}.outputName`, "must contain letters, numbers, _ and - only")]),
    ...(output["videoDescriptionName"] === undefined &&
    asList(output["audioDescriptionNames"]).length === 0
      ? [validationError(path, "must have a video or an audio description")]
      : []),
  ];
}
