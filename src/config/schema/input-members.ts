import type { Input } from "../spec.ts";

/** What an input of a type is described by, besides the type. */
type InputMembers = {
  /** Must be given; never invented. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
};

/** The members of each input type. */
export const INPUT_MEMBERS: Readonly<Record<Input["type"], InputMembers>> = {
  "rtmp-push": { required: ["cidrs"], optional: ["streamName"] },
  "rtp-push": { required: ["cidrs"], optional: [] },
  "srt-caller": { required: ["address", "port"], optional: ["streamId", "latencyMs"] },
  "hls-pull": { required: ["url"], optional: [] },
  "mp4-file": { required: ["url"], optional: [] },
  existing: { required: ["id"], optional: [] },
};

/** Full paths of the members that belong to a type. */
export function inputPaths(type: Input["type"]): readonly string[] {
  const { required, optional } = INPUT_MEMBERS[type];
  return [...required, ...optional].map((member) => `channel.input.${member}`);
}

/** Whether a word names an input type. */
export function isInputType(word: unknown): word is Input["type"] {
  return typeof word === "string" && Object.hasOwn(INPUT_MEMBERS, word);
}
