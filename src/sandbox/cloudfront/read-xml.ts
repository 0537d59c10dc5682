import { XMLParser, XMLValidator } from "fast-xml-parser";
import { decode } from "./decode.ts";
import { refusal } from "./refusal.ts";
import type { Decoded, Shape } from "./shapes/shape.ts";

/** Deeper than any document of the service. */
const MAX_DEPTH = 50;

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
  const tree = parsed(source);
  const node =
    typeof tree === "object" && tree !== null
      ? Object.entries(tree).find(([name]) => name === root)
      : undefined;
  if (node === undefined)
    throw refusal("MalformedXML", `The root element of the body must be ${root}.`);
  return decode(shape, node[1], lowerFirst(root)) as Decoded<S>;
}

/** A body declares no entities: the service's schema has none, and expanding them is how a small body becomes a large one. */
function parsed(source: string): unknown {
  try {
    if (
      !/<!(?:DOCTYPE|ENTITY)/i.test(source) &&
      !isDeep(source) &&
      XMLValidator.validate(source) === true
    )
      return parser.parse(source);
  } catch {
    // The parser gives up by throwing, for example at its limit of nesting or of entities.
  }
  throw refusal("MalformedXML", "The XML document in the body is not well-formed.");
}

/** Before it is parsed: the parser's memory grows with the square of the depth. */
function isDeep(source: string): boolean {
  let depth = 0;
  for (const [, end, empty] of source.matchAll(/<(\/?)[^<>]*?(\/?)>/g)) {
    depth += end === "/" ? -1 : empty === "/" ? 0 : 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
