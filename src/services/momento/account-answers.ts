import { z } from "zod";
import { Secret } from "../../config/secret.ts";
import type { Page } from "../aws/all-pages.ts";
import { accountAnswerMalformed } from "./account-failure.ts";
import { keyKind } from "./key-kind.ts";
import type { Role } from "./stack-role.ts";

/** What the API tells of a v2 key; the key itself is told once, when it is made. */
export type ApiKeyInfo = {
  readonly key_id: string;
  readonly role_id: string;
  /** Epoch seconds; never when undefined. */
  readonly expires_at_epoch_seconds?: number | undefined;
};

export type NewApiKey = { readonly apiKey: Secret; readonly info: ApiKeyInfo };

/** What became of a role that was to be deleted. */
export type RoleRemoval =
  | "deleted"
  | "absent"
  | {
      /** What uses it, in words. */
      readonly blockedBy: readonly string[];
    };

/** The operations of the account API, by the names under which they are shown. */
export type AccountOperation =
  | "CreateRole"
  | "UpdateRole"
  | "ListRoles"
  | "DeleteRole"
  | "CreateApiKey"
  | "ListApiKeys"
  | "RevokeApiKey";

const id = z.string().min(1);
const role = z.object({
  role_id: id,
  role_name: z.string(),
  description: z.string().nullish(),
  permissions: z.unknown().optional(),
});
const keyInfo = z.object({
  key_id: id,
  role_id: id,
  expires_at_epoch_seconds: z.number().nonnegative().nullish(),
});
const next = z.string().nullish();
const user = z.unknown();
const removal = z.discriminatedUnion("status", [
  z.object({ status: z.literal("deleted") }),
  z.object({
    status: z.literal("blocked"),
    account_members: z.array(user).nullish(),
    invitations: z.array(user).nullish(),
    api_keys: z.array(user).nullish(),
  }),
]);

/** A role in an answer. Throws MOMENTO_ANSWER_MALFORMED. */
export function answeredRole(operation: AccountOperation, text: string): Role {
  return roleOf(read(operation, role, text));
}

/** One page of roles. Throws MOMENTO_ANSWER_MALFORMED. */
export function answeredRoles(text: string): Page<Role> {
  const page = read("ListRoles", z.object({ roles: z.array(role), next_token: next }), text);
  return { items: page.roles.map(roleOf), next: page.next_token ?? undefined };
}

/** One page of what is told of keys. Throws MOMENTO_ANSWER_MALFORMED. */
export function answeredKeys(text: string): Page<ApiKeyInfo> {
  const schema = z.object({ key_info: z.array(keyInfo), next_token: next });
  const page = read("ListApiKeys", schema, text);
  return { items: page.key_info.map(infoOf), next: page.next_token ?? undefined };
}

/** A new key, which must be a v2 key of the role that was asked for. Throws MOMENTO_ANSWER_MALFORMED. */
export function answeredNewKey(text: string, roleId: string): NewApiKey {
  const schema = z.object({ api_key: z.string(), key_info: keyInfo });
  const { api_key, key_info } = read("CreateApiKey", schema, text);
  if (/\s/.test(api_key) || keyKind(api_key).kind !== "v2")
    throw accountAnswerMalformed("CreateApiKey", "what it holds is not a v2 key");
  if (key_info.role_id !== roleId)
    throw accountAnswerMalformed("CreateApiKey", "the key is of another role");
  return { apiKey: Secret.of(api_key), info: infoOf(key_info) };
}

/** What became of a role: the API answers 200 also when it is kept. Throws MOMENTO_ANSWER_MALFORMED. */
export function answeredRemoval(text: string): RoleRemoval {
  const answer = read("DeleteRole", removal, text);
  if (answer.status === "deleted") return "deleted";
  const counted = (things: readonly unknown[] | null | undefined, one: string, many: string) =>
    things === undefined || things === null || things.length === 0
      ? []
      : [things.length === 1 ? `1 ${one}` : `${things.length} ${many}`];
  return {
    blockedBy: [
      ...counted(answer.account_members, "account member", "account members"),
      ...counted(answer.invitations, "invitation", "invitations"),
      ...counted(answer.api_keys, "API key", "API keys").map(
        (count) => `${count}${named(answer.api_keys ?? [])}`,
      ),
    ],
  };
}

/** The ids of keys, where they are told: an id is no secret. */
function named(keys: readonly unknown[]): string {
  const ids = keys.flatMap((key) => {
    const known = z.object({ key_id: id }).safeParse(key);
    return known.success ? [known.data.key_id] : [];
  });
  return ids.length === 0 ? "" : ` (${ids.join(", ")})`;
}

/** The API's own words in an error, empty when there are none. */
export function refusalWords(text: string): string {
  const parsed = z.object({ message: z.string() }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.message.slice(0, 300) : "";
}

function read<T>(operation: AccountOperation, schema: z.ZodType<T>, text: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw accountAnswerMalformed(operation, path === "" ? "it is not its JSON" : `${path} is wrong`);
}

function roleOf({ description, ...rest }: z.infer<typeof role>): Role {
  return { ...rest, description: description ?? undefined };
}

function infoOf({ expires_at_epoch_seconds: end, ...rest }: z.infer<typeof keyInfo>): ApiKeyInfo {
  return { ...rest, expires_at_epoch_seconds: end ?? undefined };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
