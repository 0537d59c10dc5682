import { asList, asRecord, asText, type JsonRecord } from "../../json.ts";
import type { Input } from "../records.ts";
import { badRequest, conflict, unprocessable, type ValidationError } from "../refusals.ts";
import type { Region } from "../region.ts";
import { repeated } from "./repeated.ts";

/**
 * The inputs that a channel body attaches, in order. Throws BadRequestException for an input that is not there,
 * ConflictException for one that another channel has, UnprocessableEntityException for names and classes that do not fit.
 * `channelId`: the channel that is updated.
 */
export function attachedInputs(
  region: Region,
  body: JsonRecord,
  channelId?: string,
): readonly Input[] {
  const attachments = asList(body["inputAttachments"]).map((one) => asRecord(one) ?? {});
  const inputs = attachments.map((attachment) => {
    const id = asText(attachment["inputId"]) ?? "";
    const input = region.inputs.get(id);
    if (input === undefined || input.state === "DELETED" || input.state === "DELETING")
      throw badRequest(`Input ${id} does not exist`);
    if (input.attachedChannels.some((one) => one !== channelId))
      throw conflict(`inputId=${id} is already attached to channel ${input.attachedChannels[0]}`);
    return input;
  });
  const errors = [
    ...namingErrors(attachments),
    ...classErrors(inputs, body["channelClass"] ?? "STANDARD"),
  ];
  if (errors.length > 0) throw unprocessable(errors);
  return inputs;
}

function namingErrors(attachments: readonly JsonRecord[]): readonly ValidationError[] {
  const names = attachments.map(
    (one, index) =>
      [
        `inputAttachments[${index}].inputAttachmentName`,
        asText(one["inputAttachmentName"]),
      ] as const,
  );
  return [
    ...(attachments.length === 0
      ? [{ elementPath: "inputAttachments", errorMessage: "must have at least one input" }]
      : []),
    ...repeated(names, "Input attachment name"),
    ...repeated(
      attachments.map((one, index) => [
        `inputAttachments[${index}].inputId`,
        asText(one["inputId"]),
      ]),
      "Input",
    ),
  ];
}

/** A STANDARD channel needs two of everything; a SINGLE_PIPELINE channel uses the first of two (MediaLive user guide). */
function classErrors(inputs: readonly Input[], channelClass: unknown): readonly ValidationError[] {
  if (channelClass !== "STANDARD") return [];
  return inputs.flatMap(({ id, inputClass }, index) =>
    inputClass === "STANDARD"
      ? []
      : [
          {
            elementPath: `inputAttachments[${index}]`,
            errorMessage: `input ${id} is of class SINGLE_PIPELINE and cannot be attached to a STANDARD channel`,
          },
        ],
  );
}
