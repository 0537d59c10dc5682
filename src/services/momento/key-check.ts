import type { StoredKey } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { CallOptions } from "../aws/call-options.ts";
import type { MomentoClient } from "./client.ts";
import type { MomentoHttp } from "./http-client.ts";
import { type AccessKeyKind, WHOSE } from "./key-roles.ts";

/** A key before it is trusted, and what it is meant for. */
type KeyUnderTest = {
  readonly kind: AccessKeyKind;
  readonly cache: string;
  /** Makes the probe's name unlike any other; the time will do. */
  readonly stamp: number;
  readonly signal: AbortSignal;
  /** The user brought it; else it is one that was just made. */
  readonly isGiven: boolean;
};

const FLAG = { encoderKey: "--encoder-key-file", playerKey: "--player-key-file" } as const;

/**
 * Tries a key before it is trusted: a read of a key that is not there must be a 404, and a write of one byte to
 * `live-origin-probe-<stamp>` (TTL 1 s) must succeed for the encoder and be refused for the player. What was written is
 * deleted. Throws MOMENTO_KEY_REJECTED (401), MOMENTO_KEY_TOO_WEAK, MOMENTO_KEY_TOO_STRONG, MOMENTO_KEY_UNCLEAR.
 */
export async function checkKey(http: MomentoHttp, test: KeyUnderTest): Promise<void> {
  const { cache, signal } = test;
  const probe = `live-origin-probe-${test.stamp.toString(36)}`;
  const read = await http.get(cache, probe, signal);
  if (read.status === 401) throw rejected(test);
  if (read.status === 403) throw tooWeak(test, "read");
  if (read.status !== 404 && read.status !== 200) throw unclear(test, "read", read.status);
  const written = await http.put(cache, probe, {
    body: new Uint8Array([0]),
    ttlSeconds: 1,
    signal,
  });
  const couldWrite = written.status >= 200 && written.status < 300;
  if (couldWrite) await http.delete(cache, probe, signal);
  if (test.kind === "playerKey" && couldWrite) throw tooStrong(test);
  if (test.kind === "playerKey" && written.status === 403) return;
  if (test.kind === "encoderKey" && couldWrite) return;
  throw written.status === 403 ? tooWeak(test, "write") : unclear(test, "write", written.status);
}

/**
 * Tries a key for a cache that is yet to be made, as far as a read can tell: one for another cache is refused there too. Throws
 * MOMENTO_KEY_REJECTED (401) and MOMENTO_KEY_TOO_WEAK (403).
 */
export async function checkKeyAhead(http: MomentoHttp, test: KeyUnderTest): Promise<void> {
  const probe = `live-origin-probe-${test.stamp.toString(36)}`;
  const { status } = await http.get(test.cache, probe, test.signal);
  if (status === 401) throw rejected(test);
  if (status === 403) throw tooWeak(test, "read");
}

/** Refuses a key that may manage the whole account, with MOMENTO_KEY_TOO_STRONG: the encoder's is in the channel's URL. */
export async function checkNoManager({
  momento,
  kind,
  key,
  callOptions,
}: {
  readonly momento: MomentoClient;
  readonly kind: AccessKeyKind;
  readonly key: StoredKey;
  readonly callOptions: CallOptions;
}): Promise<void> {
  if (!(await momento.isManager(key, callOptions))) return;
  throw new LiveOriginError({
    code: "MOMENTO_KEY_TOO_STRONG",
    message: `The ${WHOSE[kind]} key you gave can manage the whole Momento account: it is a super-user key, not a key for one cache.`,
    hint: `Make a key for that one cache in the Momento console, or leave ${FLAG[kind]} out and live-origin makes one.`,
    resource: kind,
  });
}

function named({ kind, isGiven }: KeyUnderTest): string {
  return isGiven ? `${WHOSE[kind]} key you gave` : `new ${WHOSE[kind]} key`;
}

function rejected(test: KeyUnderTest): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_REJECTED",
    message: `Momento does not accept the ${named(test)} for cache ${test.cache} (401): it has expired or belongs to another cell or account.`,
    hint: test.isGiven
      ? `Make a new one in the Momento console and give its file with ${FLAG[test.kind]}.`
      : "Run the same command again; the key before it is kept and in use.",
    resource: test.kind,
  });
}

function tooWeak(test: KeyUnderTest, act: "read" | "write"): LiveOriginError {
  const { kind, cache } = test;
  const why =
    act === "read"
      ? "it was made for another cache, or may only write"
      : "it is a read-only key, as players get";
  return new LiveOriginError({
    code: "MOMENTO_KEY_TOO_WEAK",
    message: `The ${named(test)} may not ${act} cache ${cache} (403): ${why}.`,
    hint: `It needs ${kind === "encoderKey" ? "read-write" : "read-only"} access to cache ${cache}; give its file with ${FLAG[kind]}.`,
    resource: kind,
  });
}

function tooStrong(test: KeyUnderTest): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_TOO_STRONG",
    message: `The ${named(test)} can write to cache ${test.cache}: whoever got hold of it could replace the show.`,
    hint: `Make a read-only key for that cache, or leave ${FLAG[test.kind]} out and live-origin makes one.`,
    resource: test.kind,
  });
}

function unclear(test: KeyUnderTest, act: string, status: number): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_UNCLEAR",
    message: `The ${named(test)} could not be tried: the ${act} was answered with HTTP ${status}.`,
    hint: "Run the same command again in a minute.",
    resource: test.kind,
  });
}
