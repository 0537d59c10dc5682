import { FIELD_PATHS } from "./fields.ts";
import { inputPaths } from "../schema/input-members.ts";
import type { Spec } from "../spec.ts";

const isInputPath = (path: string): boolean => path.startsWith("channel.input.");

/** The paths of all fields that mean something in this Spec: of the input's members only those of its type. */
export function specFields({ channel: { input } }: Spec): readonly string[] {
  const members = input === undefined ? [] : ["channel.input.type", ...inputPaths(input.type)];
  return FIELD_PATHS.filter((path) => !isInputPath(path) || members.includes(path));
}
