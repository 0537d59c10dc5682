import { escapeXml } from "./escape-xml.ts";
import type { NamedError, WireAnswer, WireRequest } from "./wire.ts";

/** The flat parameters of an AWS Query call (IAM, STS): `Tags.member.1.Key` and the like. */
export type QueryCall = {
  readonly action: string;
  text(name: string): string | undefined;
  /** `prefix.member.1`, `prefix.member.2` …: plain values in order. */
  values(prefix: string): readonly string[];
  /** `prefix.member.1.Key`/`.Value` pairs in order. */
  pairs(prefix: string): readonly { readonly key: string; readonly value: string }[];
};

/** More than any list of the emulated operations may have; an index is a number that a caller picks. */
const MAX_MEMBERS = 1_000;

/** Reads an AWS Query call from the form body or from the query string; undefined when there is no `Action`. */
export function queryCall(request: WireRequest): QueryCall | undefined {
  const form = new URLSearchParams(request.body.toString("utf8"));
  const text = (name: string): string | undefined =>
    form.get(name) ?? request.query.get(name) ?? undefined;
  const action = text("Action");
  if (action === undefined || action === "") return undefined;
  const count = (prefix: string): number => {
    let last = 0;
    for (const name of form.keys()) {
      const index = /^\.member\.(\d+)/.exec(
        name.startsWith(prefix) ? name.slice(prefix.length) : "",
      );
      last = Math.max(last, Math.min(MAX_MEMBERS, Number(index?.[1] ?? 0)));
    }
    return last;
  };
  const each = <T>(prefix: string, read: (at: string) => T): readonly T[] =>
    Array.from({ length: count(prefix) }, (_, index) => read(`${prefix}.member.${index + 1}`));
  return {
    action,
    text,
    values: (prefix) => each(prefix, (at) => text(at) ?? ""),
    pairs: (prefix) =>
      each(prefix, (at) => ({ key: text(`${at}.Key`) ?? "", value: text(`${at}.Value`) ?? "" })),
  };
}

/** What an XML answer is made of: objects become elements, arrays `<member>` lists, undefined nothing. */
export type XmlValue =
  | string
  | number
  | boolean
  | undefined
  | readonly XmlValue[]
  | { readonly [name: string]: XmlValue };

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

/** The value as XML text, in the list form of AWS Query. */
function xml(value: XmlValue): string {
  if (value === undefined) return "";
  if (isList(value)) return value.map((one) => `<member>${xml(one)}</member>`).join("");
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, one]) => (one === undefined ? "" : `<${name}>${xml(one)}</${name}>`))
      .join("");
  return escapeXml(String(value));
}

/** The answer of an AWS Query operation: `<XResponse><XResult>…`, without a result element where there is nothing to say. */
export function queryAnswer({
  action,
  namespace,
  requestId,
  result,
}: {
  readonly action: string;
  readonly namespace: string;
  readonly requestId: string;
  readonly result?: XmlValue | undefined;
}): WireAnswer {
  const inner = result === undefined ? "" : `<${action}Result>${xml(result)}</${action}Result>`;
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<${action}Response xmlns="${namespace}">${inner}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
  };
}

/** The error document of AWS Query; the SDK takes the exception's name from Code. */
export function queryError(error: NamedError, namespace: string, requestId: string): WireAnswer {
  const code =
    error.name === "AccessDeniedException" ? "AccessDenied" : error.name.replace(/Exception$/, "");
  return {
    status: error.status,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: `<ErrorResponse xmlns="${namespace}"><Error>${xml({ Type: error.status < 500 ? "Sender" : "Receiver", Code: code, Message: error.message })}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

/** The refusal of an operation that is not emulated; the service's version is the end of its namespace. */
export function queryUnknown(
  request: WireRequest,
  namespace: string,
  requestId: string,
): WireAnswer {
  const action = queryCall(request)?.action;
  const version = namespace.split("/").findLast((part) => part !== "");
  const error = {
    name: action === undefined ? "MissingAction" : "InvalidAction",
    status: 400,
    message:
      action === undefined
        ? "The request is missing an action or a required parameter."
        : `Could not find operation ${action} for version ${version}`,
  };
  return queryError(error, namespace, requestId);
}
