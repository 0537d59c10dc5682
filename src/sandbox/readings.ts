/**
 * Where a vendor's documents disagree, or leave open: which reading the sandbox follows. What is left out takes the first
 * value that is listed.
 */
export const READINGS = {
  /** What of the destination's query string the master carries: Momento's tutorial, or its later guide. */
  "master-query": ["whole", "without-role"],
  /** Before the segment counter: Momento's guides, or examples of the MediaLive user guide. */
  counter: ["_", "-"],
  /** What ends a segment when the GOP is longer than SegmentLength: the API model, or the sample of Momento's later guide. */
  "segment-end": ["gop", "segment-length"],
  /** What the trust policy of a channel's role must allow: the MediaLive user guide, or AWS's agent toolkit. */
  trust: ["assume-role", "assume-role-and-tag-session"],
  /**
   * When our edge serves a new configuration: the CloudFront developer guide has each edge do so as soon as it has it, while
   * the distribution is InProgress, and leaves open which comes when.
   */
  edge: ["early", "late"],
} as const;

type Reading = keyof typeof READINGS;
export type Readings = { readonly [R in Reading]?: (typeof READINGS)[R][number] };

/** Reads `counter=-`. Throws an Error that lists what there is. */
export function parseReading(text: string): Readings {
  const [name = "", value = ""] = text.split(/=(.*)/s);
  const values: readonly string[] =
    Object.entries(READINGS).find(([one]) => one === name)?.[1] ?? [];
  if (values.includes(value)) return { [name]: value };
  const all = Object.entries(READINGS).map(([one, choices]) => `${one}=${choices.join("|")}`);
  throw new Error(`"${text}" is none of: ${all.join(", ")}`);
}
