import { asList, asRecord, asText, asTexts, at, type JsonRecord } from "../../json.ts";
import { type ValidationError, validationError } from "../refusals.ts";
import { repeated } from "./repeated.ts";

/** Names that point nowhere, descriptions that nothing points at, names given twice. */
export function referenceErrors(body: JsonRecord): readonly ValidationError[] {
  const encoder = asRecord(body["encoderSettings"]) ?? {};
  return [
    ...descriptionErrors({
      encoder,
      member: "videoDescriptions",
      what: "Video description",
      namesIn: (output) =>
        [asText(output["videoDescriptionName"])].filter((name) => name !== undefined),
    }),
    ...descriptionErrors({
      encoder,
      member: "audioDescriptions",
      what: "Audio description",
      namesIn: (output) => asTexts(output["audioDescriptionNames"]),
    }),
    ...destinationErrors(body, encoder),
    ...selectorErrors(body, encoder),
  ];
}

function descriptionErrors({
  encoder,
  member,
  what,
  namesIn,
}: {
  readonly encoder: JsonRecord;
  readonly member: "videoDescriptions" | "audioDescriptions";
  readonly what: string;
  readonly namesIn: (output: JsonRecord) => readonly string[];
}): readonly ValidationError[] {
  const described = asList(encoder[member]).map((one) => asText(at(one, "name")) ?? "");
  const uses = asList(encoder["outputGroups"]).flatMap((group, index) =>
    asList(at(group, "outputs")).flatMap((output, inner) =>
      namesIn(asRecord(output) ?? {}).map((name) => ({
        name,
        path: `outputGroups[${index}].outputs[${inner}]`,
      })),
    ),
  );
  return [
    ...repeated(
      described.map((name, index) => [`${member}[${index}].name`, name]),
      what,
    ),
    ...described.flatMap((name, index) =>
      uses.some((use) => use.name === name)
        ? []
        : [
            validationError(
              `${member}[${index}]`,
              `${what} "${name}" is not referenced by any output`,
            ),
          ],
    ),
    ...uses
      .filter(({ name }) => !described.includes(name))
      .map(({ name, path }) =>
        validationError(path, `Object references undefined ${what.toLowerCase()} "${name}"`),
      ),
  ];
}

function destinationErrors(body: JsonRecord, encoder: JsonRecord): readonly ValidationError[] {
  const known = asList(body["destinations"]).map((one) => at(one, "id"));
  return asList(encoder["outputGroups"]).flatMap((group, index) => {
    const ref = at(group, "outputGroupSettings", "hlsGroupSettings", "destination");
    const id = asText(at(ref, "destinationRefId"));
    return ref === undefined || (id !== undefined && known.includes(id))
      ? []
      : [
          validationError(
            `outputGroups[${index}].outputGroupSettings.destination`,
            `Object references undefined destination "${id ?? ""}"`,
          ),
        ];
  });
}

/** `default` needs no selector; that any other unknown name is refused is inferred. */
function selectorErrors(body: JsonRecord, encoder: JsonRecord): readonly ValidationError[] {
  const known = asList(body["inputAttachments"]).flatMap((attachment) =>
    asList(at(attachment, "inputSettings", "audioSelectors")).map((one) => at(one, "name")),
  );
  return asList(encoder["audioDescriptions"]).flatMap((one, index) => {
    const name = asText(at(one, "audioSelectorName")) ?? "";
    return known.includes(name) || /^(default)?$/i.test(name)
      ? []
      : [
          validationError(
            `audioDescriptions[${index}].audioSelectorName`,
            `Object references undefined audio selector "${name}"`,
          ),
        ];
  });
}
