import { escapeXml } from "../escape-xml.ts";
import type { Shape } from "./shapes/shape.ts";

const NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

/** Writes `value` as a document of the root element `root`; members that are undefined are left out. */
export function writeXml(root: string, shape: Shape, value: unknown): string {
  return `<?xml version="1.0"?>\n<${root} xmlns="${NAMESPACE}">${content(shape, value)}</${root}>`;
}

/** CloudFront's error document; the SDK takes Code as the exception's name. */
export function writeErrorXml(
  error: { readonly code: string; readonly message: string; readonly sender: boolean },
  requestId: string,
): string {
  const type = error.sender ? "Sender" : "Receiver";
  return (
    `<?xml version="1.0"?>\n<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>${type}</Type>` +
    `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`
  );
}

function element(name: string, shape: Shape, value: unknown): string {
  if (value === undefined) return "";
  const inner = content(shape, value);
  return inner === "" ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

function content(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "structure": {
      const members = value as Readonly<Record<string, unknown>>;
      return Object.entries(shape.members)
        .map(([name, member]) => element(name, member.shape, members[name]))
        .join("");
    }
    case "list":
      return (value as readonly unknown[])
        .map((item) => element(shape.element, shape.of, item))
        .join("");
    case "blob":
      return (value as Buffer).toString("base64");
    case "time":
      return new Date(value as number).toISOString();
    case "text":
    case "integer":
    case "decimal":
    case "boolean":
      return escapeXml(String(value));
  }
}
