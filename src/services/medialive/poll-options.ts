import type { Effects } from "../../core/engine/resource.ts";
import type { ResourceKind } from "../../core/state/state.ts";
import type { WaitContext } from "../../core/engine/wait.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
import type { MediaLiveClient } from "./api.ts";

/** States change in seconds; the interval is the MediaLive SDK's own for a new channel. */
export const DEFAULT_POLL_MS = 3_000;

/** MediaLive's slowest usual transition takes about a minute; five are given to a channel, two to the rest. */
export const CHANNEL_DEADLINE_MS = 300_000;
export const INPUT_DEADLINE_MS = 120_000;

/** What polling MediaLive until a state is reached needs. */
export type PollOptions = {
  readonly client: MediaLiveClient;
  readonly callOptions: CallOptions;
  readonly waiting: WaitContext;
  readonly pollMs: number;
};

/** Watches as a step of `resource`. */
export function pollOptionsFor({
  effects,
  resource,
  client,
  pollMs,
}: {
  readonly effects: Pick<Effects, "clock" | "signal" | "emit">;
  readonly resource: ResourceKind;
  readonly client: MediaLiveClient;
  readonly pollMs: number;
}): PollOptions {
  const { clock, signal, emit } = effects;
  return {
    client,
    pollMs,
    waiting: { clock, signal, emit, resource },
    callOptions: callOptionsFor(effects, resource),
  };
}
