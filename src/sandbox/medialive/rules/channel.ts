import { asList, asRecord, asText, type JsonRecord } from "../../json.ts";
import { checkShape } from "../check-shape.ts";
import { badRequest, unprocessable } from "../refusals.ts";
import type { Shape } from "../shape.ts";
import { audioErrors } from "./audio.ts";
import { checkDestinationKinds, destinationErrors } from "./destinations.ts";
import { notEmulatedErrors } from "./emulated.ts";
import { outputGroupErrors } from "./output-groups.ts";
import { referenceErrors } from "./references.ts";
import { videoErrors } from "./video.ts";

/**
 * Checks a request against the shapes of the model. Throws BadRequestException for what cannot be read, and
 * UnprocessableEntityException for values out of range. That MediaLive divides the two so is inferred.
 */
export function checkReadable(shape: Shape, body: JsonRecord): void {
  const problems = checkShape(shape, body);
  const unreadable = problems.filter((one) => one.unreadable);
  if (unreadable.length > 0)
    throw badRequest(
      `Invalid request body: ${unreadable.map((one) => `${one.elementPath} ${one.errorMessage}`).join("; ")}`,
    );
  if (problems.length > 0)
    throw unprocessable(
      problems.map(({ elementPath, errorMessage }) => ({
        elementPath: elementPath.replace(/^encoderSettings\./, ""),
        errorMessage,
      })),
    );
  if (body["dryRun"] === true)
    throw badRequest("This sandbox does not emulate dryRun: nobody has documented what it does");
}

/** Checks a whole channel, as created or as an update leaves it. Throws what MediaLive refuses. */
export function checkChannel(body: JsonRecord): void {
  for (const member of ["name", "inputSpecification", "encoderSettings"])
    if (body[member] === undefined || asText(body[member]) === "")
      throw badRequest(`${member} is required`);
  if (asList(body["destinations"]).length === 0) throw badRequest("destinations is required");
  checkDestinationKinds(body);
  const encoder = asRecord(body["encoderSettings"]) ?? {};
  const errors = [
    ...destinationErrors(body["destinations"], body["channelClass"] ?? "STANDARD"),
    ...outputGroupErrors(encoder),
    ...videoErrors(encoder),
    ...audioErrors(encoder),
    ...referenceErrors(body),
    ...notEmulatedErrors(encoder),
  ];
  if (errors.length > 0) throw unprocessable(errors);
}
