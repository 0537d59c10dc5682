const KEY_IDS = ["cache", "role", "roleId", "keyId"] as const;
const KEY_STEPS = ["asked", "stored", "given", "owed", "settled"] as const;

/**
 * Every kind of resource, in the order in which they are made, with what its entry may hold: the names of its ids (ids, ARNs,
 * names, addresses that later steps refer to), and the steps of a creation or change in several steps that it writes down when
 * they are done.
 */
export const RESOURCE_MEMBERS = {
  cache: { ids: ["name"], steps: ["asked", "made", "found"] },
  encoderKey: { ids: KEY_IDS, steps: KEY_STEPS },
  playerKey: { ids: KEY_IDS, steps: KEY_STEPS },
  parameter: { ids: ["name", "arn"], steps: [] },
  role: { ids: ["name", "arn"], steps: [] },
  inputSecurityGroup: { ids: ["id", "arn"], steps: [] },
  input: { ids: ["id", "arn", "url"], steps: [] },
  channel: { ids: ["id", "arn"], steps: ["restart"] },
  schedulerRole: { ids: ["name", "arn"], steps: [] },
  function: { ids: ["name", "arn"], steps: ["created", "published"] },
  cachePolicy: { ids: ["id"], steps: [] },
  distribution: { ids: ["id", "arn", "domain"], steps: [] },
} as const satisfies Readonly<
  Record<string, { readonly ids: readonly string[]; readonly steps: readonly string[] }>
>;

type Members = typeof RESOURCE_MEMBERS;

type ResourceKind = keyof Members;

/** The ids of an entry, as far as they are known. */
export type ResourceIds<Kind extends ResourceKind = ResourceKind> = {
  readonly [Name in Members[Kind]["ids"][number]]?: string;
};

/** A step that an entry of this kind writes down. */
export type ResourceStep<Kind extends ResourceKind = ResourceKind> = Members[Kind]["steps"][number];
