import { LiveOriginError } from "../../spec/failure.ts";
import type { MomentoHttp } from "./http-client.ts";

/** A key that somebody else made, and what it is meant for. */
export type KeyUnderTest = {
  readonly kind: "encoderKey" | "playerKey";
  readonly cache: string;
  /** Makes the probe's name unlike any other; the time will do. */
  readonly stamp: number;
  readonly signal: AbortSignal;
};

const WHOSE = { encoderKey: "encoder", playerKey: "player" } as const;

/**
 * Tries a key before it is trusted: a read of a key that is not there must be a 404, and a write of one byte to
 * `live-origin-probe-<stamp>` (TTL 1 s) must succeed for the encoder and be refused for the player. What was written is
 * deleted. Throws MOMENTO_KEY_REJECTED (401), MOMENTO_KEY_TOO_WEAK, MOMENTO_KEY_TOO_STRONG, MOMENTO_KEY_UNCLEAR.
 */
export async function checkImportedKey(http: MomentoHttp, test: KeyUnderTest): Promise<void> {
  const { cache, signal } = test;
  const probe = `live-origin-probe-${test.stamp.toString(36)}`;
  const read = await http.get(cache, probe, signal);
  if (read.status === 401) throw rejected(test);
  if (read.status === 403) throw tooWeak(test, "read");
  if (read.status !== 404 && read.status !== 200) throw unclear(test, "read", read.status);
  const written = await http.put(cache, probe, new Uint8Array([0]), 1, signal);
  const couldWrite = written.status >= 200 && written.status < 300;
  if (couldWrite) await http.delete(cache, probe, signal);
  if (test.kind === "playerKey" && couldWrite) throw tooStrong(test);
  if (test.kind === "playerKey" && written.status === 403) return;
  if (test.kind === "encoderKey" && couldWrite) return;
  throw written.status === 403 ? tooWeak(test, "write") : unclear(test, "write", written.status);
}

function rejected({ kind, cache }: KeyUnderTest): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_REJECTED",
    message: `Momento does not accept the ${WHOSE[kind]} key you gave for cache ${cache} (401): it has expired or belongs to another cell.`,
    hint: `Make a new one in the Momento console and give its file with ${flag(kind)}.`,
    resource: kind,
  });
}

function tooWeak({ kind, cache }: KeyUnderTest, act: "read" | "write"): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_TOO_WEAK",
    message: `The ${WHOSE[kind]} key you gave may not ${act} cache ${cache} (403).`,
    hint: `It needs ${kind === "encoderKey" ? "read-write" : "read-only"} access to that one cache; give its file with ${flag(kind)}.`,
    resource: kind,
  });
}

function tooStrong({ kind, cache }: KeyUnderTest): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_TOO_STRONG",
    message: `The player key you gave can write to cache ${cache}: whoever got hold of it could replace the show.`,
    hint: `Make a read-only key for that cache, or leave ${flag(kind)} out and live-origin makes one.`,
    resource: kind,
  });
}

function unclear({ kind }: KeyUnderTest, act: string, status: number): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_UNCLEAR",
    message: `The ${WHOSE[kind]} key could not be tried: the ${act} was answered with HTTP ${status}.`,
    hint: "Run the same command again in a minute.",
    resource: kind,
  });
}

function flag(kind: "encoderKey" | "playerKey"): string {
  return kind === "encoderKey" ? "--encoder-key-file" : "--player-key-file";
}
