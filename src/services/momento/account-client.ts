import { retry } from "../../core/engine/retry.ts";
import { requireMomentoUrl } from "../../config/momento-host.ts";
import type { Secret } from "../../config/secret.ts";
import { allPages, type Page } from "../aws/all-pages.ts";
import { type CallOptions, retryListener, type RetryOptions } from "../aws/call-options.ts";
import { type ListOnce, listOnce } from "../aws/list-once.ts";
import {
  type AccountOperation,
  answeredKeys,
  answeredNewKey,
  answeredRemoval,
  answeredRole,
  answeredRoles,
  type ApiKeyInfo,
  type NewApiKey,
  refusalWords,
  type RoleRemoval,
} from "./account-answers.ts";
import { accountFailure, accountTransient, accountUnreachable } from "./account-failure.ts";
import type { ApiKeyRequest } from "./account-requests.ts";
import { fetchFailure, firstBytes } from "./answer-bytes.ts";
import type { Role, RoleRequest } from "./stack-role.ts";

export type AccountAccess = RetryOptions & {
  /** Without a slash at its end. */
  readonly url: string;
  /** A v2 key that may manage roles and keys; sent as the Authorization header, without `Bearer`. */
  readonly apiKey: Secret;
};

/** Momento's account API as we use it: roles and v2 keys. Every failure is a LiveOriginError named `MOMENTO_…`. */
export type AccountClient = {
  createRole(role: RoleRequest, callOptions: CallOptions): Promise<Role | "exists">;
  updateRole(roleId: string, role: RoleRequest, callOptions: CallOptions): Promise<Role>;
  /** All pages. */
  listRoles(callOptions: CallOptions): Promise<readonly Role[]>;
  deleteRole(roleId: string, callOptions: CallOptions): Promise<RoleRemoval>;
  /** Tried again after a lost answer, it may have made two. */
  createKey(request: ApiKeyRequest, callOptions: CallOptions): Promise<NewApiKey>;
  /** All pages, keys of the account that are not ours included. */
  listKeys(callOptions: CallOptions): Promise<readonly ApiKeyInfo[]>;
  revokeKey(keyId: string, callOptions: CallOptions): Promise<"revoked" | "absent">;
  close(): void;
};

type Method = "GET" | "POST" | "PUT" | "DELETE";
type Answer = { readonly status: number; readonly text: string };

const DEADLINE_MS = 30_000;
const TIMEOUT_MS = 10_000;
const MAX_BYTES = 4_000_000;
const PAGE = 100;

/**
 * Connects to Momento's account API (Momento docs, Roles HTTP API and API keys HTTP API): nothing is opened before the first
 * call. Each call is tried again for 30 seconds at most while it may help, and never follows a redirect. Throws
 * MOMENTO_HOST_FOREIGN.
 */
export function connectAccount(access: AccountAccess): AccountClient {
  requireMomentoUrl(access.url);
  const ask = <Result>({
    operation,
    callOptions,
    request,
    read,
  }: {
    readonly operation: AccountOperation;
    readonly callOptions: CallOptions;
    readonly request: { readonly method: Method; readonly path: string; readonly body?: unknown };
    readonly read: (answer: Answer) => Result;
  }): Promise<Result> => {
    const { clock, random } = access;
    const { signal } = callOptions;
    return retry(
      { clock, random, signal, ...retryListener(access, callOptions, `momento:${operation}`) },
      {
        transient: accountTransient(),
        deadlineMs: DEADLINE_MS,
        firstDelayMs: 300,
        maxDelayMs: 5_000,
      },
      async () => {
        const answer = await send(access, request, signal);
        return read(answer);
      },
    );
  };
  /** Reads an answer of 200; `otherwise` knows of statuses that are answers too. */
  const ok =
    <Result>(
      operation: AccountOperation,
      read: (text: string) => Result,
      otherwise: Readonly<Record<number, Result>> = {},
    ) =>
    ({ status, text }: Answer): Result => {
      if (status >= 200 && status < 300) return read(text);
      const known = otherwise[status];
      if (known !== undefined) return known;
      throw accountFailure({ operation, status, words: refusalWords(text) });
    };
  const pageOf = (path: string, marker: string | undefined): string =>
    `${path}?limit=${PAGE}${marker === undefined ? "" : `&next_token=${encodeURIComponent(marker)}`}`;
  const role = (id: string): string => `/roles/${encodeURIComponent(id)}`;
  const list = <Item>(
    operation: "ListRoles" | "ListApiKeys",
    path: string,
    read: (text: string) => Page<Item>,
  ): ListOnce<Item> =>
    listOnce((callOptions) =>
      allPages(
        (marker) =>
          ask({
            operation,
            callOptions,
            request: { method: "GET", path: pageOf(path, marker) },
            read: ok(operation, read),
          }),
        "Momento",
      ),
    );
  const roles = list("ListRoles", "/roles", answeredRoles);
  const keys = list("ListApiKeys", "/api-keys", answeredKeys);

  return {
    createRole: (body, callOptions) =>
      roles.writing(() =>
        ask<Role | "exists">({
          operation: "CreateRole",
          callOptions,
          request: { method: "POST", path: "/roles", body },
          read: ok<Role | "exists">("CreateRole", (text) => answeredRole("CreateRole", text), {
            409: "exists",
          }),
        }),
      ),
    updateRole: (id, body, callOptions) =>
      roles.writing(() =>
        ask({
          operation: "UpdateRole",
          callOptions,
          request: { method: "PUT", path: role(id), body },
          read: ok("UpdateRole", (text) => answeredRole("UpdateRole", text)),
        }),
      ),
    listRoles: roles.read,
    deleteRole: (id, callOptions) =>
      roles.writing(() =>
        ask<RoleRemoval>({
          operation: "DeleteRole",
          callOptions,
          request: { method: "DELETE", path: role(id) },
          read: ok<RoleRemoval>("DeleteRole", answeredRemoval, { 404: "absent" }),
        }),
      ),
    createKey: (body, callOptions) =>
      keys.writing(() =>
        ask({
          operation: "CreateApiKey",
          callOptions,
          request: { method: "POST", path: "/api-keys", body },
          read: ok("CreateApiKey", (text) => answeredNewKey(text, body.role_id)),
        }),
      ),
    listKeys: keys.read,
    revokeKey: (id, callOptions) =>
      keys.writing(() =>
        ask<"revoked" | "absent">({
          operation: "RevokeApiKey",
          callOptions,
          request: { method: "DELETE", path: `/api-keys/${encodeURIComponent(id)}` },
          read: ok<"revoked" | "absent">("RevokeApiKey", () => "revoked", { 404: "absent" }),
        }),
      ),
    close: () => undefined,
  };
}

/** One attempt. Every HTTP status is an answer. Throws MOMENTO_UNREACHABLE without one, and the signal's reason. */
async function send(
  { url, apiKey }: AccountAccess,
  {
    method,
    path,
    body,
  }: { readonly method: Method; readonly path: string; readonly body?: unknown },
  signal: AbortSignal,
): Promise<Answer> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const answer = await fetch(`${url}${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.any([signal, limit]),
      headers: {
        authorization: apiKey.reveal(),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const bytes = await firstBytes(answer.body, MAX_BYTES);
    return { status: answer.status, text: Buffer.from(bytes).toString("utf8") };
  } catch (error) {
    signal.throwIfAborted();
    throw accountUnreachable(
      url,
      limit.aborted ? `no answer in ${TIMEOUT_MS} ms` : fetchFailure(error),
    );
  }
}
