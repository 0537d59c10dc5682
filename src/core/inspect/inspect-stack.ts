import { observeAll } from "../engine/plan.ts";
import type { ResourceStates } from "../state/state.ts";
import { readSetAlerts } from "../channel/channel-alerts.ts";
import { unendedPlaylists } from "../channel/end-show.ts";
import { runningSince } from "../../verify/running-since.ts";
import type { Host } from "../host.ts";
import { findDrift, type Drift } from "./find-drift.ts";
import type { AutoStop } from "../auto-stop/diagnose-auto-stop.ts";
import { readEnd } from "../auto-stop/stack-end.ts";
import type { FoundPrices } from "../price/find-prices.ts";
import { reportPrice } from "../price/price-stack.ts";
import type { ExistingStack } from "../stack/open-existing-stack.ts";
import type { Stack } from "../stack/stack.ts";
import { buildResult, type ResultDocument } from "../provision/stack-result.ts";

/** How a stack is now: what `status` shows of one. */
export type StackStatus = ResultDocument & {
  /** ISO 8601. */
  readonly createdAt: string;
  readonly channel: {
    readonly state: string;
    /** ISO 8601, to within a segment or two; null when it does not run or the edge lists nothing. */
    readonly runningSince: string | null;
    /** Set by MediaLive itself. */
    readonly alerts: readonly { readonly type: string; readonly message: string }[];
  } | null;
  /** Days until each key expires, with one decimal; null when it never does or there is none. */
  readonly keyDays: { readonly encoder: number | null; readonly player: number | null };
  readonly drift: readonly Drift[];
  /** Playlists of the show before, at which players wait for more although the channel is idle: `stop` ends them. */
  readonly unended: readonly string[];
  /** Made from another folder and found by its tags: drift was not looked for. */
  readonly foundByTags: boolean;
};

/** What the next command depends on. */
export type StatusFacts = {
  readonly drift: readonly Drift[];
  readonly resources: ResourceStates;
  readonly runs: boolean;
  readonly unended: readonly string[];
};

/** What a look at a stack needs besides the clouds. */
export type InspectRequest = {
  readonly existing: ExistingStack;
  /** What to type next, told by what was seen. */
  readonly next: (facts: StatusFacts) => Promise<string>;
  /** The prices to calculate with, asked for once a run. */
  readonly prices: (stack: Stack) => Promise<FoundPrices>;
};

const DAY_MS = 86_400_000;

/** Looks at a stack and says how it is. Reads only. Throws what the clouds refuse. */
export async function inspectStack(
  host: Host,
  { existing, next, prices }: InspectRequest,
): Promise<StackStatus> {
  const { stack, isRehearsal } = existing;
  const isPriced = stack.planContext().resources.channel !== undefined && !existing.isFound;
  const [observed, found] = await Promise.all([
    observeAll(stack.resources, stack.planContext(), host.signal),
    isPriced ? prices(stack) : undefined,
  ]);
  const end = await readEnd(host, stack, observed);
  // What it was made with is known where it was made; without that nobody can say what has drifted, or what it costs.
  const stackDrift = existing.isFound ? [] : findDrift(host, existing, observed);
  const channelState = observed.get("channel");
  const state = channelState?.is === "ours" ? channelState.status : undefined;
  const runs = state === "RUNNING";
  const drift = runs && end?.is === "will-not-stop" ? [...stackDrift, brokenEnd(end)] : stackDrift;
  const unended = state === "IDLE" && !existing.isFound ? await unendedPlaylists(host, stack) : [];
  const result = await buildResult(stack, host.signal, {
    isRehearsal,
    observed,
    end,
    show: null,
    next: await next({ drift, resources: stack.planContext().resources, runs, unended }),
  });
  const now = host.clock.now();
  const days = (at: string | null): number | null =>
    at === null ? null : Math.floor(((Date.parse(at) - now) / DAY_MS) * 10) / 10;
  const since =
    runs && result.playbackUrl !== null ? await runningSince(result.playbackUrl, host) : undefined;
  const ranSeconds = since === undefined ? undefined : Math.max(0, (now - since) / 1000);
  return {
    ...result,
    price: found === undefined ? null : reportPrice(stack.spec, found, { isRehearsal, ranSeconds }),
    createdAt: stack.store.current().createdAt,
    channel:
      state === undefined
        ? null
        : {
            state,
            runningSince: since === undefined ? null : new Date(since).toISOString(),
            alerts: runs ? ((await readSetAlerts(host, stack)) ?? []) : [],
          },
    keyDays: {
      encoder: days(result.keysExpireAt.encoder),
      player: days(result.keysExpireAt.player),
    },
    drift,
    unended,
    foundByTags: existing.isFound,
  };
}

/** A schedule that fired, or that waits for a channel that is stopped, is as it should be; one that will not stop a show is not. */
function brokenEnd({ problems }: Extract<AutoStop, { readonly is: "will-not-stop" }>): Drift {
  return { resource: "schedule", between: "cloud", action: "repair", reasons: problems };
}
