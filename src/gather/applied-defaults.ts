import type { SpecPart } from "../config/spec.ts";

const PARTS: readonly SpecPart[] = ["origin", "channel", "cdn"];

/**
 * The defaults of a command that makes one part of a stack: for the other parts, and for the region, what was applied last
 * counts before what the place suggests, so that `create-cdn` knows the ladder that `create-channel` was told. Pure.
 */
export function rememberedDefaults(applied: unknown, own: SpecPart, suggested: unknown): unknown {
  const known = recordOf(applied);
  const offered = recordOf(suggested);
  const others = PARTS.filter((part) => part !== own && known[part] !== undefined);
  return {
    ...offered,
    ...(known["region"] === undefined ? {} : { region: known["region"] }),
    ...Object.fromEntries(
      others.map((part) => [part, { ...recordOf(offered[part]), ...recordOf(known[part]) }]),
    ),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
