import type { Call } from "../../core/engine/call.ts";
import type { PlanContext } from "../../core/engine/resource.ts";
import { type AccessKeyKind, WHOSE } from "./key-roles.ts";
import { stackRole } from "./stack-role.ts";

const DAY_SECONDS = 86_400;

/** A key as it is asked for (Momento docs, API keys HTTP API). */
export type ApiKeyRequest = {
  readonly role_id: string;
  readonly description: string;
  /** Epoch seconds. */
  readonly expiry: number;
};

/** A v2 key of the stack's role that ends `keyDays` after `nowMs` (epoch milliseconds). */
export function apiKeyRequest({
  context,
  kind,
  roleId,
  nowMs,
}: {
  readonly context: PlanContext;
  readonly kind: AccessKeyKind;
  readonly roleId: string;
  readonly nowMs: number;
}): ApiKeyRequest {
  const { description } = stackRole(context, kind);
  return {
    role_id: roleId,
    description: `${description} ${WHOSE[kind]}`,
    expiry: Math.floor(nowMs / 1000) + context.spec.origin.keyDays * DAY_SECONDS,
  };
}

/** CreateRole: `POST /roles`. */
export function createRoleCall(context: PlanContext, kind: AccessKeyKind): Call {
  return { service: "momento", operation: "CreateRole", input: stackRole(context, kind) };
}

/** UpdateRole: `PUT /roles/{role_id}`, which replaces all of it. */
export function updateRoleCall(context: PlanContext, kind: AccessKeyKind, roleId: string): Call {
  const input = { role_id: roleId, ...stackRole(context, kind) };
  return { service: "momento", operation: "UpdateRole", input };
}

/** CreateApiKey: `POST /api-keys`. */
export function createApiKeyCall({
  context,
  kind,
  roleId,
  nowMs,
}: {
  readonly context: PlanContext;
  readonly kind: AccessKeyKind;
  readonly roleId: string | undefined;
  readonly nowMs: number;
}): Call {
  const input = apiKeyRequest({ context, kind, roleId: roleId ?? "<role>", nowMs });
  return { service: "momento", operation: "CreateApiKey", input };
}

/** RevokeApiKey: `DELETE /api-keys/{key_id}`. */
export function revokeApiKeyCall(keyId: string): Call {
  return { service: "momento", operation: "RevokeApiKey", input: { key_id: keyId } };
}

/** DeleteRole: `DELETE /roles/{role_id}`, once it has no keys. */
export function deleteRoleCall(roleId: string): Call {
  return { service: "momento", operation: "DeleteRole", input: { role_id: roleId } };
}
