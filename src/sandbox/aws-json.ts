import { requestId } from "./aws-request-id.ts";
import { asRecord, parseJson, type JsonRecord } from "./json.ts";
import { Refusal, type NamedError, type WireAnswer, type WireRequest } from "./wire.ts";

/** The operation of an AWS JSON 1.1 call: what follows `prefix` in X-Amz-Target; empty for any other request. */
export function jsonOperation(request: WireRequest, prefix: string): string {
  const target = request.headers["x-amz-target"];
  return request.method === "POST" && typeof target === "string" && target.startsWith(prefix)
    ? target.slice(prefix.length)
    : "";
}

/** The body of an AWS JSON 1.1 call; undefined for what is no JSON object. */
export function jsonBody(body: Buffer): JsonRecord | undefined {
  try {
    return asRecord(parseJson(body.toString("utf8") || "{}"));
  } catch {
    return undefined;
  }
}

/** The same. Throws SerializationException. */
export function readJson(body: Buffer): JsonRecord {
  const parsed = jsonBody(body);
  if (parsed !== undefined) return parsed;
  throw new Refusal({ name: "SerializationException", status: 400, message: "" });
}

export function jsonAnswer(body: JsonRecord, status = 200): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId() },
    body: JSON.stringify(body),
  };
}

/** A refusal; `member` is what the service's API model calls its text. All that is the caller's fault is a 400. */
export function jsonRefusal(error: NamedError, member: "message" | "Message"): WireAnswer {
  const status = error.status < 500 ? 400 : error.status;
  return jsonAnswer({ __type: error.name, [member]: error.message }, status);
}

/** What a service answers to an operation that it does not know. */
export function jsonUnknown(): WireAnswer {
  return jsonRefusal({ name: "UnknownOperationException", status: 400, message: "" }, "message");
}
