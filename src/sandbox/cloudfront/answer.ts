import type { WireAnswer } from "../wire.ts";
import { uuid } from "./ids.ts";
import type { Shape } from "./shapes/shape.ts";
import { writeXml } from "./write-xml.ts";

/** An answer with an XML document as its body. */
export function xmlAnswer(
  status: number,
  root: string,
  shape: Shape,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WireAnswer {
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
