import { isDisallowed } from "./disallowed-headers.ts";
import { eventRequest, type Fields, valuesOf } from "./function-event.ts";
import type { Header } from "./reply.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/** An answer that a function made or changed. */
type FunctionResponse = {
  readonly status: number;
  readonly reason: string | undefined;
  readonly headers: readonly Header[];
  /** Undefined when the function left the body alone. */
  readonly body: Buffer | undefined;
};

/** Thrown for what a function may not return; CloudFront answers 502. */
export class FunctionValidationError extends Error {}

const READ_ONLY_IN_REQUEST = ["content-length", "host", "transfer-encoding", "via"] as const;
const MAX_URL_LENGTH = 8_192;

/** Does a function's value stand for an answer, rather than for the request to go on with? */
export function isResponse(value: unknown): boolean {
  return isObject(value) && value["statusCode"] !== undefined;
}

/** The request that a viewer-request function returned. Throws FunctionValidationError. */
export function readRequest(value: unknown, original: ViewerRequest): ViewerRequest {
  if (!isObject(value)) throw new FunctionValidationError("The function returned no object.");
  const before = eventRequest(original);
  const uri = value["uri"];
  if (value["method"] !== original.method)
    throw new FunctionValidationError("The function changed request.method, which is read-only.");
  if (typeof uri !== "string" || !/^\/[^\s#]*$/.test(uri))
    throw new FunctionValidationError("request.uri must begin with a slash.");
  const querystring = readFields(value["querystring"], "request.querystring");
  const unchanged = JSON.stringify(querystring) === JSON.stringify(before.querystring);
  const rawQuery = unchanged ? original.rawQuery : joinPairs(querystring, "&");
  if (/[\s#]/.test(rawQuery) || uri.length + rawQuery.length >= MAX_URL_LENGTH)
    throw new FunctionValidationError("request.querystring is not valid.");
  const hidden = [...original.headers].filter(([name]) => isDisallowed(name));
  const headers = new Map([...hidden, ...readHeaders(value["headers"], "request", before.headers)]);
  for (const name of READ_ONLY_IN_REQUEST)
    if (headers.get(name) !== original.headers.get(name))
      throw new FunctionValidationError(
        `The function changed the header ${name}, which is read-only.`,
      );
  const cookie = joinPairs(readFields(value["cookies"], "request.cookies"), "; ");
  if (cookie !== "") headers.set("cookie", cookie);
  return { ...original, path: uri, rawQuery, headers };
}

/** The answer that a function returned. Throws FunctionValidationError. */
export function readResponse(value: unknown, original: Fields = {}): FunctionResponse {
  if (!isObject(value)) throw new FunctionValidationError("The function returned no object.");
  const { statusCode: status, statusDescription: reason, body } = value;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 100 || status > 599)
    throw new FunctionValidationError(
      "response.statusCode must be an integer between 100 and 599.",
    );
  const cookies = Object.entries(readFields(value["cookies"], "response.cookies")).flatMap(
    ([name, field]) =>
      valuesOf(field).map((one): Header => [
        "Set-Cookie",
        [`${name}=${one.value}`, ...(one.attributes ? [one.attributes] : [])].join("; "),
      ]),
  );
  return {
    status,
    reason: typeof reason === "string" && /^[\t\x20-\x7e]*$/.test(reason) ? reason : undefined,
    headers: [...readHeaders(value["headers"], "response", original).map(capitalised), ...cookies],
    body: readBody(body),
  };
}

function readBody(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (typeof body === "string") return Buffer.from(body);
  if (!isObject(body) || typeof body["data"] !== "string")
    throw new FunctionValidationError("response.body must be text or have encoding and data.");
  const { encoding, data } = body;
  if (encoding === "text") return Buffer.from(data);
  if (encoding !== "base64" || !/^[A-Za-z0-9+/]*={0,2}$/.test(data))
    throw new FunctionValidationError(
      "response.body.encoding must be text or base64, and data must fit it.",
    );
  return Buffer.from(data, "base64");
}

function readHeaders(
  value: unknown,
  where: string,
  before: Fields,
): readonly (readonly [string, string])[] {
  return Object.entries(readFields(value, `${where}.headers`)).flatMap(([name, field]) => {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
      throw new FunctionValidationError(
        `The header name ${name} is not valid; it must be in lower case.`,
      );
    if (isDisallowed(name) && before[name] === undefined)
      throw new FunctionValidationError(
        `The function added the header ${name}, which is not allowed.`,
      );
    return valuesOf(field).map(({ value: text }) => {
      if (/[\0\r\n]/.test(text))
        throw new FunctionValidationError(`The value of the header ${name} is not valid.`);
      return [name, text] as const;
    });
  });
}

function readFields(value: unknown, where: string): Fields {
  if (value === undefined) return {};
  if (!isObject(value)) throw new FunctionValidationError(`${where} must be an object.`);
  for (const [name, field] of Object.entries(value))
    if (!isObject(field) || typeof field["value"] !== "string")
      throw new FunctionValidationError(`${where}.${name} must have a value, which is a string.`);
  return value as Fields;
}

function joinPairs(fields: Fields, separator: string): string {
  return Object.entries(fields)
    .flatMap(([name, field]) =>
      valuesOf(field).map(({ value }) => (value === "" ? name : `${name}=${value}`)),
    )
    .join(separator);
}

function capitalised([name, value]: readonly [string, string]): Header {
  return [name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()), value];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
