import type { Plan } from "../engine/plan.ts";
import { poll } from "../engine/wait.ts";
import { originMasterHoldsKey, removeOriginMaster } from "../../services/momento/origin-master.ts";
import type { ResourceKind } from "../state/state.ts";
import type { Host } from "../host.ts";
import { channelRuns } from "../channel/channel-runs.ts";
import { applyToStack } from "../stack/apply-to-stack.ts";
import { noteRetries } from "../engine/note-retries.ts";
import type { Stack } from "../stack/stack.ts";
import { waitDeployedEverywhere } from "./wait-deployed.ts";

const CDN: readonly ResourceKind[] = ["function", "cachePolicy", "distribution"];
/** A running encoder writes its master again with every segment, or so we assume; else it is removed. */
const REWRITTEN_MS = 60_000;

/** Where the master that viewers get comes from, before and after a plan. */
type MasterMove = "to-edge" | "to-origin" | "stays";

/** Does the plan change who answers the master playlist on a distribution that viewers use? */
function masterMove(plan: Plan, master: "edge" | "origin"): MasterMove {
  const moves = plan.steps.some(
    ({ resource, action, differences }) =>
      resource === "distribution" &&
      action === "update" &&
      differences.some(({ path }) => path.includes("FunctionAssociations")),
  );
  if (!moves) return "stays";
  return master === "edge" ? "to-edge" : "to-origin";
}

/**
 * Applies a plan in the order in which no viewer ever gets a master playlist with the encoder's key in it: the edge's own
 * master is deployed before a channel may write the key, and the origin's master is served only once it is known to hold
 * none. Everything else goes side by side.
 */
export async function applyInMasterOrder(
  host: Host,
  stack: Stack,
  plan: Parameters<typeof applyToStack>[2],
): Promise<void> {
  const apply = (part: typeof plan): Promise<unknown> => applyToStack(host, stack, part);
  const { encoderAuth } = stack.spec.channel;
  const move = masterMove(plan, stack.spec.cdn.masterPlaylist);
  const cdn = { ...plan, steps: plan.steps.filter(({ resource }) => CDN.includes(resource)) };
  const rest = { ...plan, steps: plan.steps.filter(({ resource }) => !CDN.includes(resource)) };
  const channelChanges = rest.steps.some(
    ({ resource, action }) => resource === "channel" && action !== "keep",
  );
  if (move === "to-edge" && channelChanges) {
    const needed = rest.steps.filter(({ resource }) => resource === "playerKey");
    await apply({ ...cdn, steps: [...needed, ...cdn.steps] });
    await waitDeployedEverywhere(host, stack);
    await apply({ ...rest, steps: rest.steps.filter((step) => !needed.includes(step)) });
    return;
  }
  if (move === "to-origin" && encoderAuth === "parameter-store") {
    await apply(rest);
    await cleanMaster(host, stack);
    await apply(cdn);
    return;
  }
  await apply(plan);
}

/** Makes sure that the master at the origin holds no key: a channel in the old mode may have left one there until its TTL. */
async function cleanMaster(host: Host, stack: Stack): Promise<void> {
  const { signal, clock, random } = host;
  const onRetry = noteRetries(host.emit);
  const at = { context: stack.planContext(), clock, signal, random, onRetry };
  const runs = await channelRuns(host, stack);
  const until = clock.now() + (runs ? REWRITTEN_MS : 0);
  await poll(
    { clock, signal, emit: host.emit, resource: "channel" },
    {
      until: "a master playlist without a key at the origin",
      everyMs: stack.clients.pollMs.medialive,
      deadlineMs: 2 * REWRITTEN_MS,
      read: async () => {
        if (!(await originMasterHoldsKey(at))) return true;
        if (clock.now() >= until) await removeOriginMaster(at);
        return false;
      },
      done: (clean) => clean,
      describe: () => "the old one",
      hint: "Run the same command again.",
    },
  );
}
