import { fingerprint } from "../../services/fingerprint.ts";
import { playerKeyOf } from "../../services/cloudfront/sealed-distribution.ts";
import { encoderKeyOf } from "../../services/medialive/sealed-channel.ts";
import { oldKeyNote, oldKeyRevokedNote } from "../../services/momento/key-notes.ts";
import { leakEnd, leakRemedy } from "../../services/momento/leak-remedy.ts";
import { type AccessKeyKind, PREVIOUS, WHOSE } from "../../services/momento/key-roles.ts";
import { isRevocable, revokeAllBut } from "../../services/momento/stack-keys.ts";
import type { Secret } from "../../config/secret.ts";
import type { Host } from "../host.ts";
import { channelRuns } from "../channel/channel-runs.ts";
import { isReplacing, AWAITS_START } from "./rotation-plan.ts";
import { checkKeysAtEdge } from "./check-keys-at-edge.ts";
import type { Stack } from "../stack/stack.ts";
import { waitDeployedEverywhere } from "../provision/wait-deployed.ts";

type Retiring = Pick<Stack, "secrets" | "planContext" | "store" | "clients">;

/**
 * Forgets the key before the one in force, and revokes it if that can be done, with every other key of the stack's roles that
 * is not in force: a second time does no harm. Throws what the account API could not do; the key is then remembered.
 */
export async function retireKey(
  host: Host,
  { secrets, planContext, store, clients }: Retiring,
  {
    kind,
    cacheIsGone = false,
  }: { readonly kind: AccessKeyKind; readonly cacheIsGone?: boolean | undefined },
): Promise<void> {
  const { signal } = host;
  const old = secrets.get(PREVIOUS[kind]);
  if (old === undefined) return;
  const key = secrets.get(kind);
  const wasReplaced = isReplacing(secrets, kind);
  const hasRoles = (planContext().resources[kind]?.ids["role"] ?? "") !== "";
  if (hasRoles) {
    const kept = [key].filter(isRevocable);
    const account = await clients.account();
    await revokeAllBut({ account, context: planContext(), kind, kept, callOptions: { signal } });
    if (kept.length === 0) await store.patch(kind, { ids: { role: "", roleId: "", keyId: "" } });
  }
  await secrets.remove(PREVIOUS[kind]);
  if (wasReplaced)
    host.emit(
      isRevocable(old)
        ? oldKeyRevokedNote(kind)
        : oldKeyNote(kind, old, {
            todo: leakRemedy(leakEnd(planContext().resources, old), (verb) =>
              host.commandFor(verb, planContext().spec.name),
            ),
            isDone: cacheIsGone,
          }),
    );
}

/**
 * After a run that put other keys to use: those that they replaced are retired once nothing uses them and the new ones were
 * seen working. What the running channel still reads from the parameter waits for its next start. Keys that cannot be revoked
 * and were replaced by their like are a rotation's business. Returns whether there were any to see to.
 */
export async function retireReplacedKeys(host: Host, stack: Stack): Promise<boolean> {
  const { secrets, planContext, store } = stack;
  const replaced = (["playerKey", "encoderKey"] as const).filter(
    (kind) =>
      secrets.get(PREVIOUS[kind]) !== undefined &&
      planContext().resources[kind]?.done?.includes(AWAITS_START) !== true &&
      [secrets.get(PREVIOUS[kind]), secrets.get(kind)].some(isRevocable),
  );
  if (replaced.length === 0) return false;
  const inUse = await keysInUse(host, stack);
  const isUsed = (kind: AccessKeyKind): boolean => {
    const old = secrets.get(PREVIOUS[kind]);
    return isReplacing(secrets, kind) && old !== undefined && inUse.has(fingerprint(old.apiKey));
  };
  for (const kind of replaced.filter(isUsed))
    host.emit({
      type: "note",
      level: "info",
      code: "KEY_STILL_USED",
      message: `The old ${WHOSE[kind]} key is still in use; it is kept until ${kind === "encoderKey" ? "create-channel" : "create-cdn"} has put the new one in its place.`,
    });
  const unused = replaced.filter((kind) => !isUsed(kind));
  if (unused.length === 0) return true;
  await waitDeployedEverywhere(host, stack);
  if ((await checkKeysAtEdge(host, stack)) === false) return true;
  for (const kind of unused) {
    const waits =
      kind === "encoderKey" &&
      planContext().resources.parameter !== undefined &&
      (await channelRuns(host, stack));
    const done = planContext().resources[kind]?.done ?? [];
    if (waits) await store.patch(kind, { done: [...done, AWAITS_START] });
    else await retireKey(host, stack, { kind });
  }
  return true;
}

/** Fingerprints of the keys that the channel, the parameter and the distribution hold now. */
async function keysInUse(
  host: Host,
  { clients, planContext }: Stack,
): Promise<ReadonlySet<string>> {
  const callOptions = { signal: host.signal };
  const { channel, parameter, distribution } = planContext().resources;
  const [channelId, distributionId] = [channel?.ids["id"], distribution?.ids["id"]];
  const held: (Secret | undefined)[] = [];
  if (channelId !== undefined) {
    const found = await (await clients.medialive()).describeChannel(callOptions, channelId);
    if (found !== undefined) held.push(encoderKeyOf(found));
  }
  if (distributionId !== undefined) {
    const found = await (await clients.cloudfront()).getDistribution(callOptions, distributionId);
    if (found !== undefined) held.push(playerKeyOf(found.config));
  }
  const prints = held.flatMap((key) => (key === undefined ? [] : [fingerprint(key)]));
  const inParameter = parameter?.fingerprints?.["Value"];
  return new Set([...prints, ...(inParameter === undefined ? [] : [inParameter])]);
}
