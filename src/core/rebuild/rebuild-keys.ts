import type { StoredKey } from "../engine/resource.ts";
import type { ResourceState, ResourceStates } from "../state/state.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import { findStackKeys } from "../../services/momento/stack-keys.ts";
import type { Host } from "../host.ts";
import type { Clients } from "../stack/clients.ts";
import type { OrphanedStack } from "./orphaned-stack.ts";
import type { KeysInUse } from "./read-keys-back.ts";

type KeyResource = ResourceState<"encoderKey" | "playerKey">;

const KINDS = ["encoderKey", "playerKey"] as const;

type KeysRequest = {
  readonly clients: Pick<Clients, "account">;
  readonly orphan: OrphanedStack;
  readonly keys: KeysInUse & { readonly cache: string };
  /** ISO 8601. */
  readonly changedAt: string;
};

/**
 * What the state holds of a stack's keys, made anew, and the keys with what the account says of them. A key that can be revoked is known
 * by its role; which of several keys of that role it is, only the old key file can tell. Reads only.
 */
export async function rebuiltKeys(
  { signal }: Pick<Host, "signal">,
  { clients, orphan, keys, changedAt }: KeysRequest,
): Promise<{ readonly resources: ResourceStates; readonly keys: KeysInUse }> {
  const { stackId, resources } = orphan;
  const states: { encoderKey?: KeyResource; playerKey?: KeyResource } = {};
  const found: { encoderKey?: StoredKey; playerKey?: StoredKey } = {};
  for (const kind of KINDS) {
    const names = resources.filter((one) => one.kind === kind).map(({ id }) => id);
    const key = keys[kind];
    if (names.length === 0) {
      if (key !== undefined) found[kind] = key;
      if (key !== undefined) states[kind] = resourceOf(key, { cache: keys.cache }, changedAt);
      continue;
    }
    const seen = await findStackKeys({
      account: await clients.account(),
      planContext: { stackId },
      kind,
      callOptions: { signal },
    });
    const role =
      seen.roles.find(({ role_name }) => role_name.startsWith(`live-origin-${keys.cache}-`)) ??
      seen.roles[0];
    const ids = { cache: keys.cache, role: role?.role_name ?? names[0] ?? "" };
    if (key === undefined || keyKind(key.apiKey.reveal()).kind !== "v2" || role === undefined) {
      if (key !== undefined) found[kind] = key;
      states[kind] = key === undefined ? unheld(ids, changedAt) : resourceOf(key, ids, changedAt);
      continue;
    }
    const [only, ...others] = seen.keys.filter(({ role_id }) => role_id === role.role_id);
    const keyId = key.keyId ?? (others.length === 0 ? only?.key_id : undefined);
    const known = { ...key, roleId: role.role_id, keyId };
    found[kind] = known;
    states[kind] = resourceOf(
      known,
      { ...ids, roleId: role.role_id, keyId: keyId ?? "" },
      changedAt,
    );
  }
  return { resources: states, keys: found };
}

function resourceOf(key: StoredKey, ids: KeyResource["ids"], changedAt: string): KeyResource {
  return {
    status: "created",
    ownership: "ours",
    ids,
    fingerprints: { apiKey: fingerprint(key.apiKey) },
    expiresAt: key.expiresAt,
    done: ["asked", "stored"],
    changedAt,
  };
}

/** A role whose keys nobody holds: another one is made, and the rest revoked. */
function unheld(ids: KeyResource["ids"], changedAt: string): KeyResource {
  return { status: "creating", ownership: "ours", ids, done: ["asked"], changedAt };
}
