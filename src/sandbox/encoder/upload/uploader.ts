import { Agent } from "node:http";
import { Agent as SecureAgent } from "node:https";
import type { SandboxClock } from "../../clock.ts";
import type { Destination, UploadSettings } from "../hls-settings.ts";
import { answerChallenge, basicAuthorization, type Credentials } from "./challenge.ts";
import { put } from "./put.ts";

/** Not documented: how long one request may take before it counts as lost. */
const REQUEST_TIMEOUT_MS = 10_000;

/** What an object was refused with: an HTTP status, or a network error's code. Undefined = stored. */
type UploadFailure = { readonly reason: string } | undefined;

/** Stores objects next to each other at one destination. */
export type Uploader = {
  /** One attempt. Never rejects, except with the signal's reason. */
  store(name: string, body: Buffer, signal: AbortSignal): Promise<UploadFailure>;
  close(): void;
};

/** Connections are kept and shared by all outputs. `ca`: a PEM certificate to trust in addition. */
export function createUploader({
  clock,
  destination,
  settings,
  ca,
}: {
  readonly clock: SandboxClock;
  readonly destination: Destination;
  readonly settings: UploadSettings;
  readonly ca?: string | undefined;
}): Uploader {
  const options = { keepAlive: true, maxSockets: 16, ...(ca === undefined ? {} : { ca }) };
  const agent = destination.secure ? new SecureAgent(options) : new Agent(options);
  const credentials = credentialsOf(settings);

  const attempt = async (
    name: string,
    body: Buffer,
    signal: AbortSignal,
  ): Promise<UploadFailure> => {
    const path = destination.directory + name + destination.query;
    const headers = { "content-type": contentType(name) };
    const upFront =
      credentials !== undefined && settings.credentials === "up-front"
        ? { authorization: basicAuthorization(credentials) }
        : {};
    let answer = await put(destination, agent, {
      path,
      body,
      headers: { ...headers, ...upFront },
      signal,
    });
    if (
      answer.status === 401 &&
      settings.credentials === "challenge" &&
      credentials !== undefined
    ) {
      const authorization = answerChallenge({
        challenge: answer.challenge ?? "",
        credentials,
        method: "PUT",
        path,
      });
      if (authorization !== undefined)
        answer = await put(destination, agent, {
          path,
          body,
          headers: { ...headers, authorization },
          signal,
        });
    }
    const stored = answer.status >= 200 && answer.status < 300;
    return stored ? undefined : { reason: `HTTP ${answer.status}` };
  };

  return {
    store: async (name, body, signal) => {
      const done = new AbortController();
      const late = new AbortController();
      void clock.sleep(REQUEST_TIMEOUT_MS, done.signal).then(
        () => late.abort(),
        () => undefined,
      );
      try {
        return await attempt(name, body, AbortSignal.any([signal, late.signal]));
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        if (late.signal.aborted) return { reason: "no answer in time" };
        return { reason: (error as NodeJS.ErrnoException).code ?? "connection lost" };
      } finally {
        done.abort();
      }
    },
    close: () => agent.destroy(),
  };
}

function credentialsOf({ username, password }: UploadSettings): Credentials | undefined {
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** Not documented for MediaLive: the registered types. */
const contentType = (name: string): string =>
  name.endsWith(".ts") ? "video/mp2t" : "application/vnd.apple.mpegurl";
