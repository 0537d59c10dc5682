/** No file of ours nests deeper than ten; what reads a tree may call itself once a level. */
const DEEPEST = 64;

/**
 * Parses JSON of a file. Throws a SyntaxError for what is no JSON, and for what is nested deeper than 64 levels: whoever reads the
 * tree afterwards would run out of stack.
 */
export function parseJson(text: string): unknown {
  const depth = depthOf(text);
  if (depth > DEEPEST)
    throw new SyntaxError(`it is nested ${depth} levels deep, more than ${DEEPEST}`);
  return JSON.parse(text);
}

/** The same for text that may be anything: undefined for what {@link parseJson} refuses. */
export function jsonOrNothing(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[[\]{}]/gs;

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
