import { requestId } from "../aws-request-id.ts";
import { asRecord, parseJson, type JsonRecord } from "../json.ts";
import type { NamedError, WireAnswer } from "../wire.ts";
import { badRequest } from "./refusals.ts";

/** A JSON answer as MediaLive gives it. 204 has no body. */
export function restAnswer(status: number, body: JsonRecord): WireAnswer {
  const id = requestId();
  return {
    status,
    headers: { "content-type": "application/json", "x-amzn-requestid": id },
    ...(status === 204 ? {} : { body: JSON.stringify(body) }),
  };
}

/** A refusal: the SDK takes the exception's name from x-amzn-ErrorType and knows nothing without it. */
export function restRefusal(error: NamedError): WireAnswer {
  const { validationErrors } = error;
  return {
    status: error.status,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId(),
      "x-amzn-errortype": error.name,
    },
    body: JSON.stringify({
      message: error.message,
      ...(validationErrors === undefined ? {} : { validationErrors }),
    }),
  };
}

/** The body as a JSON object; empty bodies are empty objects. Throws BadRequestException. */
export function restBody(body: Buffer): JsonRecord {
  if (body.length === 0) return {};
  try {
    const parsed = asRecord(parseJson(body.toString("utf8")));
    if (parsed !== undefined) return parsed;
  } catch {
    // Worded below, as for JSON that is not an object.
  }
  throw badRequest("Could not parse the request body into a JSON object");
}
