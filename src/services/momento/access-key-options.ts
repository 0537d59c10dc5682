import type { SecretStore, StoredKey } from "../../core/engine/resource.ts";
import type { AccountClient } from "./account-client.ts";
import type { MomentoClient } from "./client.ts";
import type { AccessKeyKind } from "./key-roles.ts";

/** What the resource of a key is made with. */
export type AccessKeyOptions = {
  readonly kind: AccessKeyKind;
  readonly client: () => Promise<MomentoClient>;
  /** Only asked for keys that can be revoked. */
  readonly account: () => Promise<AccountClient>;
  /** Where the keys are: they cannot be asked for, so what is stored is what exists. */
  readonly store: SecretStore;
  /** A key that the user made by hand; it is tried, stored and used instead of one of ours. */
  readonly imported?: StoredKey | undefined;
  /** A rotation: the key is replaced although it is good, and the one before is kept beside it. */
  readonly renew?: boolean | undefined;
  /** Epoch milliseconds; without it an expired key is not noticed. */
  readonly now?: (() => number) | undefined;
};
