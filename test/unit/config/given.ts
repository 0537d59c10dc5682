import type { Resolution } from "../../../src/config/resolve/resolution.ts";
import { type ResolveInput, resolveSpec } from "../../../src/config/resolve/resolve.ts";
import type { Spec } from "../../../src/config/spec.ts";

/** The least that a whole stack needs: a region and an input. */
export const LEAST = {
  region: "us-west-2",
  channel: { input: { type: "mp4-file", url: "https://example.com/clip.mp4" } },
};

/** Resolves with nothing given but what is told. */
export function resolved(given: Partial<ResolveInput>): Resolution {
  return resolveSpec({
    flags: {},
    env: {},
    file: undefined,
    parts: ["origin", "channel", "cdn"],
    ...given,
  });
}

/** The Spec of a resolution that must succeed. */
export function specOf(given: Partial<ResolveInput>): Spec {
  const resolution = resolved(given);
  if (!resolution.ok) throw new Error(JSON.stringify(resolution, null, 1));
  return resolution.spec;
}

/** `code path` of every problem. */
export function problemsOf(given: Partial<ResolveInput>): readonly string[] {
  const resolution = resolved(given);
  return resolution.ok ? [] : resolution.problems.map(({ code, path }) => `${code} ${path}`);
}

/** `code` of every warning and note. */
export function warningsOf(given: Partial<ResolveInput>): readonly string[] {
  const resolution = resolved(given);
  if (!resolution.ok) throw new Error(JSON.stringify(resolution, null, 1));
  return resolution.warnings.map(({ code }) => code);
}

/** The least, with settings of the channel added. */
export function withChannel(channel: Readonly<Record<string, unknown>>, rest: object = {}): object {
  return { ...LEAST, ...rest, channel: { ...LEAST.channel, ...channel } };
}
