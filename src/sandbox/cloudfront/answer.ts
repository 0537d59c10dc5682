import type { WireAnswer } from "../wire.ts";
import { uuid } from "./ids.ts";
import type { Shape } from "./shapes/shape.ts";
import { writeXml } from "./write-xml.ts";

/** An answer with an XML document as its body. */
export function xmlAnswer({
  status,
  root,
  shape,
  value,
  headers = {},
}: {
  readonly status: number;
  readonly root: string;
  readonly shape: Shape;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}): WireAnswer {
  return {
    status,
    headers: { ...plainHeaders(), "Content-Type": "text/xml", ...headers },
    body: writeXml(root, shape, value),
  };
}

/** 204, as deletions and tagging answer. */
export function noContent(): WireAnswer {
  return { status: 204, headers: plainHeaders() };
}

/** The headers of every answer. */
export function plainHeaders(): Readonly<Record<string, string>> {
  return { "x-amzn-RequestId": uuid() };
}
