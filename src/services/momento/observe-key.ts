import type {
  Observation,
  PlanContext,
  SecretStore,
  StoredKey,
} from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { fingerprint } from "../fingerprint.ts";
import type { AccountClient } from "./account-client.ts";
import { interruptedKey, isExpired } from "./interrupted-key.ts";
import type { AccessKeyKind } from "./key-roles.ts";
import { findStackKeys, isRevocable, mayHaveRoles, type StackKeys } from "./stack-keys.ts";
import { permitsTheSame, stackRole } from "./stack-role.ts";

/** A stored key as the plan sees it. */
export type ObservedKey = {
  readonly fingerprint: string;
  /** Epoch seconds, 0 = never. */
  readonly expiresAt: number;
  readonly expired: boolean;
  /** The cache that it was made for. */
  readonly cache: string | undefined;
  /** Made through the account API. */
  readonly isRevocable?: boolean;
  /** What the account API says of it; undefined where it is not asked. */
  readonly account?: AccountAnswer;
};

/** What the account has of a revocable key, or why it could not be asked. */
type AccountAnswer =
  | {
      readonly is: "seen";
      /** Nobody holds the key, or it was revoked elsewhere. */
      readonly isGone: boolean;
      /** Its role was changed or deleted. */
      readonly roleDiffers: boolean;
      readonly roleIds: readonly string[];
      readonly keyIds: readonly string[];
    }
  | { readonly is: "unseen"; readonly error: LiveOriginError };

/** Why the account API could not be asked about a key that was observed; undefined when it was, or need not be. */
export function unseenReason(observation: Observation | undefined): LiveOriginError | undefined {
  if (observation?.is !== "ours") return undefined;
  const { found } = observation;
  if (typeof found !== "object" || found === null || !("account" in found)) return undefined;
  const { account } = found as ObservedKey;
  return account?.is === "unseen" ? account.error : undefined;
}

type KeySources = {
  readonly kind: AccessKeyKind;
  readonly store: SecretStore;
  readonly account: () => Promise<Pick<AccountClient, "listRoles" | "listKeys">>;
  /** Epoch milliseconds; without it an expired key is not noticed. */
  readonly now?: (() => number) | undefined;
};

/**
 * What there is of a key: what is stored, and, of one that can be revoked, what the account says. When the account API does
 * not answer, that is in the observation instead of thrown: what bills can be removed all the same.
 */
export async function observeKey({
  sources,
  context,
  recorded,
  signal,
}: {
  readonly sources: KeySources;
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
  readonly signal: AbortSignal;
}): Promise<Observation<ObservedKey>> {
  const { kind, store } = sources;
  const key = recorded === undefined ? undefined : inForce(store.get(kind), recorded);
  const asked = mayHaveRoles(store, kind, recorded);
  const account = asked ? await askAccount({ sources, context, recorded, key, signal }) : undefined;
  const isEmpty = account?.is === "seen" && account.roleIds.length === 0;
  if (recorded === undefined || (key === undefined && (account === undefined || isEmpty)))
    return { is: "absent" };
  const expired = key !== undefined && sources.now !== undefined && isExpired(key, sources.now());
  const gone = account?.is === "seen" && account.isGone;
  return {
    is: "ours",
    found: {
      fingerprint: key === undefined ? "" : fingerprint(key.apiKey),
      expiresAt: key?.expiresAt ?? 0,
      expired,
      cache: recorded.ids["cache"],
      isRevocable: isRevocable(key),
      ...(account === undefined ? {} : { account }),
    },
    ids: recorded.ids,
    status: statusWord(expired, gone),
  };
}

function statusWord(expired: boolean, gone: boolean): string {
  if (gone) return "revoked";
  return expired ? "expired" : "valid";
}

function inForce(key: StoredKey | undefined, recorded: ResourceState): StoredKey | undefined {
  if (key === undefined) return undefined;
  return recorded.fingerprints?.["apiKey"] === fingerprint(key.apiKey) ? key : undefined;
}

async function askAccount({
  sources: { kind, store, account },
  context,
  recorded,
  key,
  signal,
}: {
  readonly sources: KeySources;
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
  readonly key: StoredKey | undefined;
  readonly signal: AbortSignal;
}): Promise<AccountAnswer> {
  let seen: StackKeys;
  try {
    seen = await findStackKeys({
      account: await account(),
      planContext: context,
      kind,
      callOptions: { signal },
    });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LiveOriginError) return { is: "unseen", error };
    throw error;
  }
  const { roles, keys } = seen;
  const held = key ?? interruptedKey(store, kind, recorded);
  const wanted = stackRole(context, kind);
  const role = roles.find(({ role_name }) => role_name === wanted.role_name);
  return {
    is: "seen",
    isGone:
      held === undefined ||
      (isRevocable(held) && !keys.some(({ key_id }) => key_id === held.keyId)),
    roleDiffers: role === undefined || !permitsTheSame(role, wanted),
    roleIds: roles.map(({ role_id }) => role_id),
    keyIds: keys.map(({ key_id }) => key_id),
  };
}
