import { XMLParser, XMLValidator } from "fast-xml-parser";
import { decode } from "./decode.ts";
import { refusal } from "./refusal.ts";
import type { Decoded, Shape } from "./shape.ts";

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  // The SDK writes line breaks as numeric entities, which the parser counts among these.
  htmlEntities: true,
});

/**
 * Reads a request body whose root element is `root` and fills in the service's defaults.
 * Throws MissingBody for an empty body, MalformedXML for what does not fit the shape and InconsistentQuantities for a
 * Quantity that is not the number of Items.
 */
export function readXml<const S extends Shape>(body: Buffer, root: string, shape: S): Decoded<S> {
  const source = body.toString("utf8");
  if (source.trim() === "")
    throw refusal(
      "MissingBody",
      "This operation requires a body. Ensure that the body is present.",
    );
  if (XMLValidator.validate(source) !== true)
    throw refusal("MalformedXML", "The XML document in the body is not well-formed.");
  const tree: unknown = parser.parse(source);
  const node =
    typeof tree === "object" && tree !== null
      ? Object.entries(tree).find(([name]) => name === root)
      : undefined;
  if (node === undefined)
    throw refusal("MalformedXML", `The root element of the body must be ${root}.`);
  return decode(shape, node[1], lowerFirst(root)) as Decoded<S>;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
