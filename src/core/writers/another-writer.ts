import { LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import type { Judgement } from "./judge-writers.ts";

/** Somebody else who was seen writing. */
export type OtherWriter = Extract<Judgement, { readonly is: "somebody" }>;

/** Why this stack does not write into a cache; `otherwise` is the way out. */
export function anotherWriter(
  stack: Pick<Stack, "planContext">,
  { playlist, how }: OtherWriter,
  { consequence, otherwise }: { readonly consequence: string; readonly otherwise: string },
): LiveOriginError {
  return new LiveOriginError({
    code: "ANOTHER_WRITER",
    message: `Somebody else writes to the cache ${cacheName(stack.planContext())}: ${serviceWords(playlist)} there is not written by this stack's channel, and ${how}. Two shows in one cache overwrite each other. ${consequence}`,
    hint: otherwise,
    resource: "cache",
  });
}

/** The way out of a shared cache for a stack that has one, with what it takes. */
export function cacheOfItsOwn(
  host: Pick<Host, "commandFor" | "commandLine">,
  { spec }: Pick<Stack, "spec">,
): string {
  return `Give this stack a cache of its own: ${host.commandFor("rotate-keys --new-cache", spec.name)} (a new cache and new keys, put into the channel and the distribution; the playback URL stays, and CloudFront needs minutes). Or end the other encoder and run again: ${host.commandLine}`;
}

/** Says that nothing could be seen, in a note. */
export function warnUnknown(
  { emit }: Pick<Host, "emit">,
  stack: Pick<Stack, "planContext">,
  { playlist, why }: Extract<Judgement, { readonly is: "unknown" }>,
): void {
  emit({
    type: "note",
    level: "warning",
    code: "WRITERS_UNKNOWN",
    message: `Whether somebody else writes to the cache ${cacheName(stack.planContext())} is not known: ${serviceWords(playlist)} cannot be compared (${why}).`,
  });
}
