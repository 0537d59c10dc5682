import { LiveOriginError } from "../../config/failure.ts";
import type { Spec } from "../../config/spec.ts";
import type { TaggedResource } from "../../services/tagged-resources.ts";
import type { SecretStore } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import { chooseStack, orphanedStacks } from "../rebuild/orphaned-stack.ts";
import { foundResources, rebuildState } from "../rebuild/rebuild-state.ts";
import { memoryKeyStore } from "../state/key-store.ts";
import type { State } from "../state/state.ts";
import { listTaggedResources } from "../teardown/list-tagged-resources.ts";
import { type Access, type OpenTarget, openTarget } from "./connect-target.ts";

/** How a stack is looked for that this folder does not know. */
export type StackSearch = {
  /** Of those that have the name; `true` means the only one. */
  readonly stackId: string | true;
  /** To stop a channel its id is enough; nothing else is asked of any cloud. */
  readonly idsOnly: boolean;
};

/** A stack that carries our tags, where it is, and what is known of it from there. */
export type FoundStack = {
  readonly opened: OpenTarget;
  readonly state: State;
  readonly secrets: SecretStore;
};

/**
 * Finds the stack of this name by its tags, tells whose it is, and reads what the clouds know of it. With the stack's own
 * encoder key, where it is in use and nobody brought another, Momento is asked too. Reads only. Undefined when nothing carries
 * the name. Throws SEVERAL_STACKS and NO_SUCH_STACK: which one is meant is not guessed.
 */
export async function findStack(
  host: Host,
  opened: OpenTarget,
  {
    spec,
    access,
    search,
  }: { readonly spec: Spec; readonly access: Access; readonly search: StackSearch },
): Promise<FoundStack | undefined> {
  const { clients, account } = opened;
  const { region } = spec;
  const tagged = await listTaggedResources(host, { clients, region, looksOnly: true });
  const chosen = chooseStack(orphanedStacks(tagged, spec.name), search.stackId, {
    flag: "--stack-id",
  });
  if (chosen === undefined) return undefined;
  const { stackId, resources } = chosen;
  host.emit({ type: "stack.found", name: spec.name, stackId, account, region, resources });
  if (search.idsOnly)
    return {
      opened,
      state: stateOf(host, opened, { spec, stackId, resources }),
      secrets: memoryKeyStore({}),
    };
  const opening = { ...opened, spec, imported: {}, readOnly: true };
  const { state, keys, cell } = await rebuildState(host, {
    opening,
    orphan: chosen,
    onDisk: { state: undefined, keys: {} },
    looksOnly: true,
  });
  const known = { ...access, spec, cell };
  const own = keys.encoderKey?.apiKey;
  const isMomentoKnown = clients.hasMomento || access.rehearsal !== undefined;
  const again = isMomentoKnown
    ? opened
    : await openTarget(host, {
        ...known,
        momentoKey:
          own === undefined
            ? undefined
            : {
                text: own.reveal(),
                from: "what the channel writes with",
                endpoint: undefined,
                refreshToken: undefined,
                validUntil: undefined,
              },
      }).catch((error: unknown) => {
        // An expired key is no reason not to look at the rest.
        if (!(error instanceof LiveOriginError)) throw error;
        return openTarget(host, { ...known, momentoKey: undefined });
      });
  if (again !== opened) await clients[Symbol.asyncDispose]();
  return {
    opened: again,
    state: { ...state, target: again.target },
    secrets: memoryKeyStore(keys),
  };
}

/** What the tags alone say. */
function stateOf(
  host: Host,
  { target }: OpenTarget,
  {
    spec,
    stackId,
    resources,
  }: {
    readonly spec: Spec;
    readonly stackId: string;
    readonly resources: readonly TaggedResource[];
  },
): State {
  const now = new Date(host.clock.now()).toISOString();
  return {
    version: 1,
    name: spec.name,
    stackId,
    target,
    region: spec.region,
    createdAt: now,
    resources: foundResources(resources, {}, now),
  };
}
