import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { ownCommand } from "../../config/text/own-command.ts";
import type { Effects } from "../../core/engine/resource.ts";
import { poll } from "../../core/engine/wait.ts";
import { callOptionsFor } from "../aws/call-options.ts";
import type { CloudFrontClient, Distribution } from "./api.ts";
import { DEFAULT_POLL_MS, DEPLOY_DEADLINE_MS } from "./removal.ts";

const KIND = "distribution";

/** How long to wait, and how often to look. */
export type DeployWait = { readonly pollMs?: number; readonly deadlineMs?: number };

/**
 * Waits until the distribution in the entry is deployed everywhere; without one there is nothing to wait for. Throws
 * WAIT_TIMED_OUT, and WAIT_DEAD_END when it is gone.
 */
export async function waitDeployed(
  client: CloudFrontClient,
  effects: Effects,
  { pollMs = DEFAULT_POLL_MS, deadlineMs = DEPLOY_DEADLINE_MS }: DeployWait = {},
): Promise<void> {
  const id = effects.recorded?.ids["id"];
  if (id === undefined) return;
  await wait(effects, {
    until: "the distribution to be Deployed",
    everyMs: pollMs,
    deadlineMs,
    read: () => client.getDistribution(callOptionsFor(effects, KIND), id),
    done: (found) => found?.status === "Deployed",
    dead: (found) => (found === undefined ? "the distribution is gone" : undefined),
    hint: `CloudFront finishes it without us; see how far it is with ${ownCommand("status")}.`,
  });
}

/**
 * Disables, waits until that is deployed, deletes with a fresh ETag. Every look does what the state allows, so that it ends
 * well from whatever state an earlier run left it in, and against changes by others. Throws WAIT_TIMED_OUT, and
 * DISTRIBUTION_ON_PLAN for one on a flat-rate pricing plan, which is disabled then.
 */
export async function removeDistribution({
  client,
  effects,
  id,
  deployWait: { pollMs = DEFAULT_POLL_MS, deadlineMs = DEPLOY_DEADLINE_MS } = {},
}: {
  readonly client: CloudFrontClient;
  readonly effects: Effects;
  readonly id: string;
  readonly deployWait?: DeployWait | undefined;
}): Promise<void> {
  const callOptions = callOptionsFor(effects, KIND);
  await wait(effects, {
    until: "the distribution to be deleted",
    everyMs: pollMs,
    deadlineMs,
    read: async () => {
      const found = await client.getDistribution(callOptions, id);
      if (found === undefined) return undefined;
      if (found.config.Enabled !== false)
        return client.changeDistribution(callOptions, id, (config) => ({
          ...config,
          Enabled: false,
        }));
      if (found.status !== "Deployed") return found;
      const answer = await client.deleteDistribution(callOptions, id, found.etag);
      if (answer === "subscribed") throw onPricingPlan(id, effects.clock.now());
      return answer === "removed" || answer === "gone" ? undefined : found;
    },
    done: (found) => found === undefined,
    hint: "CloudFront needs minutes to disable it; run the same command again to finish.",
  });
}

/** A plan's billing cycle is a month (CloudFront developer guide, deleting a distribution). */
const CYCLE_MS = 31 * 24 * 3_600_000;

function onPricingPlan(id: string, now: number): LiveOriginError {
  const latest = new Date(now + CYCLE_MS).toISOString().slice(0, 10);
  return new LiveOriginError({
    code: "DISTRIBUTION_ON_PLAN",
    message: `Distribution ${id} is on a pricing plan, so CloudFront keeps it until the plan is cancelled and its billing cycle has ended: cancelled now, on ${latest} at the latest. It is disabled and serves nobody.`,
    hint: `Cancel the plan in CloudFront's console, which shows the day; after it, run the same command again to finish.`,
    resource: KIND,
    exitCode: EXIT.partial,
  });
}

function wait(
  { clock, signal, emit }: Effects,
  goal: {
    readonly until: string;
    readonly everyMs: number;
    readonly deadlineMs: number;
    readonly read: () => Promise<Distribution | undefined>;
    readonly done: (found: Distribution | undefined) => boolean;
    readonly dead?: (found: Distribution | undefined) => string | undefined;
    readonly hint: string;
  },
): Promise<Distribution | undefined> {
  const describe = (found: Distribution | undefined): string => found?.status ?? "gone";
  return poll({ clock, signal, emit, resource: KIND }, { describe, ...goal });
}
