import { inputPaths, isInputType } from "../schema/input-members.ts";
import { judgePullUrl } from "../input-url.ts";
import type { Layer } from "./layer.ts";
import { type Merged, type Sourced, labelOf } from "./merged.ts";
import type { Problem } from "./resolution.ts";
import type { Input } from "../spec.ts";

const TYPE_PATH = "channel.input.type";

/**
 * Merges the input: the first layer that names a type decides it. A layer below that names another type is about another
 * input, so nothing of it is used; a member that does not fit is an error where the type was chosen and above, and
 * is left out below.
 */
export function mergeInput(layers: readonly Layer[]): Merged {
  const chosen = layers.findIndex(({ values }) => values.has(TYPE_PATH));
  const type = layers[chosen]?.values.get(TYPE_PATH);
  if (!isInputType(type)) return { values: new Map(), problems: [], invalid: [] };
  const values = new Map<string, Sourced>();
  const problems: Problem[] = [];
  for (const [index, layer] of layers.entries()) {
    if (!speaksOf(layer, type)) continue;
    for (const [path, value] of inputValues(layer)) {
      if (path === TYPE_PATH || inputPaths(type).includes(path)) {
        if (!values.has(path)) values.set(path, { value, source: layer.source });
      } else if (index <= chosen) problems.push(misplaced(path, layer, type));
    }
  }
  return judgeTogether(values, problems);
}

// Members were judged one by one where they came in; what the type allows of them shows only together: an MP4's URL may be s3://, an HLS one may not.
function judgeTogether(values: Map<string, Sourced>, problems: readonly Problem[]): Merged {
  const path = "channel.input.url";
  const url = values.get(path)?.value;
  const isPulled = values.get(TYPE_PATH)?.value === "hls-pull" && typeof url === "string";
  const message = isPulled ? judgePullUrl(url) : undefined;
  if (message === undefined) return { values, problems, invalid: [] };
  values.delete(path);
  const found: Problem = { path, code: "INVALID_VALUE", message };
  return { values, problems: [...problems, found], invalid: [path] };
}

function speaksOf({ values }: Layer, type: Input["type"]): boolean {
  return !values.has(TYPE_PATH) || values.get(TYPE_PATH) === type;
}

function inputValues({ values }: Layer): readonly (readonly [string, unknown])[] {
  return [...values].filter(([path]) => path.startsWith("channel.input."));
}

function misplaced(path: string, { source }: Layer, type: Input["type"]): Problem {
  return {
    path,
    code: "INPUT_MEMBER_MISPLACED",
    message: `${labelOf(path, source)} does not go with an input of type ${type}`,
    hint: "Remove it, or choose the input type it belongs to.",
  };
}
