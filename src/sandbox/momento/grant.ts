/** What a credential may do to the items of some caches. Keys and prefixes are latin1 text, one character a byte. */
export type CacheRule = {
  readonly read: boolean;
  readonly write: boolean;
  /** All caches when absent. */
  readonly cache?: string | undefined;
  readonly key?: string | undefined;
  readonly keyPrefix?: string | undefined;
};

/** Everything that a credential may do. */
export type Grant = {
  readonly rules: readonly CacheRule[];
  /** Create, delete and flush caches. */
  readonly manageCaches: boolean;
  readonly listCaches: boolean;
  /** Which v1 keys it may generate: a session any, a super-user only scoped ones (Momento's auth tests). */
  readonly mint: "any" | "scoped" | "none";
  /** Roles and v2 keys of the account. */
  readonly readAuth: boolean;
  readonly writeAuth: boolean;
};

const ALL_ITEMS: CacheRule = { read: true, write: true };

/** What somebody who is signed in to the console may do. */
export const SESSION: Grant = {
  rules: [ALL_ITEMS],
  manageCaches: true,
  listCaches: true,
  mint: "any",
  readAuth: true,
  writeAuth: true,
};

/** A v1 super-user key: everything except minting another super-user key. */
export const SUPER_USER: Grant = { ...SESSION, mint: "scoped" };

/** A scoped key: the data plane of its rules, and nothing else. */
export function scopedGrant(rules: readonly CacheRule[]): Grant {
  return {
    rules,
    manageCaches: false,
    listCaches: false,
    mint: "none",
    readAuth: false,
    writeAuth: false,
  };
}

/** May the holder read or write this key (latin1) of this cache? */
export function mayTouch({
  grant,
  action,
  cache,
  key,
}: {
  readonly grant: Grant;
  readonly action: "read" | "write";
  readonly cache: string;
  readonly key: string;
}): boolean {
  return grant.rules.some(
    (rule) =>
      rule[action] &&
      (rule.cache === undefined || rule.cache === cache) &&
      (rule.key === undefined || rule.key === key) &&
      (rule.keyPrefix === undefined || key.startsWith(rule.keyPrefix)),
  );
}
