import { isDisallowed } from "./disallowed-headers.ts";
import type { Header } from "./reply.ts";
import type { ViewerRequest } from "./viewer-request.ts";

type Field = {
  value: string;
  attributes?: string | undefined;
  multiValue?: { value: string; attributes?: string | undefined }[];
};
export type Fields = Readonly<Record<string, Field>>;

type EventRequest = {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Fields;
  readonly headers: Fields;
  readonly cookies: Fields;
};

type EventResponse = {
  readonly statusCode: number;
  readonly statusDescription?: string | undefined;
  readonly headers: Fields;
  readonly cookies: Fields;
};

export type EventContext = {
  readonly distributionDomainName: string;
  readonly distributionId: string;
  readonly requestId: string;
};

/** The event that a function receives (CloudFront developer guide, "CloudFront Functions event structure"). */
export function functionEvent(
  context: EventContext,
  viewer: ViewerRequest,
  response?: EventResponse,
): object {
  const { distributionDomainName, distributionId, requestId } = context;
  return {
    version: "1.0",
    context: {
      distributionDomainName,
      endpoint: distributionDomainName,
      distributionId,
      eventType: response === undefined ? "viewer-request" : "viewer-response",
      requestId,
    },
    viewer: { ip: viewer.ip },
    request: eventRequest(viewer),
    ...(response === undefined ? {} : { response }),
  };
}

/** A viewer's request in the form of the event. */
export function eventRequest(viewer: ViewerRequest): EventRequest {
  return {
    method: viewer.method,
    uri: viewer.path,
    querystring: fields(pairs(viewer.rawQuery, "&")),
    headers: fields(
      [...viewer.headers].filter(([name]) => name !== "cookie" && !isDisallowed(name)),
    ),
    cookies: fields(pairs(viewer.headers.get("cookie") ?? "", ";")),
  };
}

/** An answer in the form of the event. */
export function eventResponse(
  status: number,
  reason: string | undefined,
  headers: readonly Header[],
): EventResponse {
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value] as const);
  const cookies: Record<string, Field> = {};
  for (const [, value] of lower.filter(([name]) => name === "set-cookie")) {
    const [pair = "", ...attributes] = value.split(";");
    const [name = "", ...rest] = pair.split("=");
    cookies[name.trim()] = {
      value: rest.join("="),
      ...(attributes.length === 0 ? {} : { attributes: attributes.join(";").trim() }),
    };
  }
  return {
    statusCode: status,
    ...(reason === undefined ? {} : { statusDescription: reason }),
    headers: fields(lower.filter(([name]) => name !== "set-cookie" && !isDisallowed(name))),
    cookies,
  };
}

/** Every value of a field: the multiValue array where there is one. */
export function valuesOf(
  field: Field,
): readonly { value: string; attributes?: string | undefined }[] {
  return field.multiValue === undefined || field.multiValue.length === 0
    ? [field]
    : field.multiValue;
}

function pairs(text: string, separator: string): readonly (readonly [string, string])[] {
  return text
    .split(separator)
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "")
    .map((pair) => {
      const at = pair.indexOf("=");
      return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
    });
}

function fields(entries: readonly (readonly [string, string])[]): Fields {
  const result: Record<string, Field> = {};
  for (const [name, value] of entries) {
    const known = result[name];
    if (known === undefined) result[name] = { value };
    else known.multiValue = [...(known.multiValue ?? [{ value: known.value }]), { value }];
  }
  return result;
}
