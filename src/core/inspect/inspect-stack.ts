import { observeAll } from "../engine/plan.ts";
import type { Rows } from "../state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/redact.ts";
import { runningSince } from "../../verify/running-since.ts";
import type { Invocation } from "../../cli/command.ts";
import { findDrift, type Drift, wishedSpec } from "./find-drift.ts";
import type { KnownStack } from "../stack/open-existing-stack.ts";
import { nextCommand } from "../../cli/next-command.ts";
import { repairCommand } from "./repair-command.ts";
import { buildResult, type ResultDocument } from "../provision/stack-result.ts";

/** How a stack is now: what `status` shows of one. */
export type StackLook = ResultDocument & {
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
};

/** What usually comes next for a stack that is as it should be: the part that is not there yet, or the show. */
function nextVerb({ channel, distribution }: Rows, runs: boolean): string {
  if (channel === undefined) return "create-channel";
  if (distribution === undefined) return "create-cdn";
  return runs ? "verify" : "start";
}

const DAY_MS = 86_400_000;

/** Looks at a stack: reads only. */
export async function lookAtStack(invocation: Invocation, known: KnownStack): Promise<StackLook> {
  const { context, flags } = invocation;
  const { stack, isRehearsal } = known;
  const observed = await observeAll(stack.resources, stack.scope(), context.signal);
  const drift = findDrift(invocation, known, observed);
  const channelState = observed.get("channel");
  const state = channelState?.is === "ours" ? channelState.status : undefined;
  const runs = state === "RUNNING";
  const next =
    drift.length > 0
      ? await repairCommand(invocation, known, { drift, wish: wishedSpec(known) })
      : nextCommand(nextVerb(stack.scope().rows, runs), stack.spec.name, flags);
  const result = await buildResult(stack, context.signal, {
    isRehearsal,
    observed,
    verified: null,
    next,
  });
  const now = context.clock.now();
  const days = (at: string | null): number | null =>
    at === null ? null : Math.floor(((Date.parse(at) - now) / DAY_MS) * 10) / 10;
  const since =
    runs && result.playbackUrl !== null
      ? await runningSince(result.playbackUrl, context)
      : undefined;
  return {
    ...result,
    createdAt: stack.store.current().createdAt,
    channel:
      state === undefined
        ? null
        : {
            state,
            runningSince: since === undefined ? null : new Date(since).toISOString(),
            alerts: runs ? await alertsOf(invocation, stack) : [],
          },
    keyDays: {
      encoder: days(result.keysExpireAt.encoder),
      player: days(result.keysExpireAt.player),
    },
    drift,
  };
}

/** Alerts are worth showing but no reason to fail: the right to list them may be missing. */
async function alertsOf(
  { context }: Invocation,
  stack: KnownStack["stack"],
): Promise<readonly { readonly type: string; readonly message: string }[]> {
  const id = stack.scope().rows.channel?.ids["id"];
  if (id === undefined) return [];
  try {
    const client = await stack.clouds.medialive();
    const alerts = await client.listAlerts({ signal: context.signal }, id, "SET");
    return alerts.map(({ AlertType, Message }) => ({
      type: AlertType ?? "",
      message: serviceWords(Message ?? ""),
    }));
  } catch (error) {
    if (error instanceof LiveOriginError) return [];
    throw error;
  }
}
