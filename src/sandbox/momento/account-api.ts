import { parseJson } from "../json.ts";
import type { NamedError, Route, WireAnswer, WireRequest, WireService } from "../wire.ts";
import type { Account } from "./account.ts";
import type { Grant } from "./grant.ts";
import type { KeyIssuer } from "./keys.ts";
import { permissionDenied, refusal, unauthenticated } from "./refusals.ts";
import { unwrapV1 } from "./token.ts";

const PATH = /^\/(roles|api-keys)(?:\/([^/]+))?$/;
const MAX_PAGE = 100;

/** Labels of the error classes, as far as the reference shows them. */
const CODES: Readonly<Record<string, string>> = {
  INVALID_ARGUMENT: "Bad Request",
  UNAUTHENTICATED: "Unauthenticated",
  PERMISSION_DENIED: "PermissionDenied",
  NOT_FOUND: "NotFound",
  ALREADY_EXISTS: "AlreadyExists",
  FAILED_PRECONDITION: "FailedPrecondition",
  RESOURCE_EXHAUSTED: "ResourceExhausted",
};

/** Momento's account-level HTTP API: roles and v2 keys. A v1 super-user key is accepted too, which is not documented. */
export function createAccountApi(account: Account, keys: KeyIssuer): WireService {
  return {
    name: "momento",
    welcome: { names: (host) => /^mga\.registry\.[\w.-]+\.momentohq\.com$/.test(host) },
    route(request): Route | undefined {
      const match = PATH.exec(request.path);
      if (match === null) return undefined;
      const id = match[2];
      const found = find(request, `${request.method} ${match[1]}${id === undefined ? "" : "/id"}`);
      if (found === undefined) return undefined;
      const [operation, needs, work] = found;
      return {
        operation,
        resource: id,
        answer: () => {
          if (!grantOf(request)[needs]) throw permissionDenied();
          return json(200, work(id ?? ""));
        },
      };
    },
    refuse: (error) => failure(error),
    unknown: (request) =>
      failure({ name: "NOT_FOUND", status: 404, message: `${request.method} ${request.path}` }),
  };

  function grantOf(request: WireRequest): Grant {
    const given = request.headers.authorization;
    if (given === undefined) throw unauthenticated("missing");
    return keys.grantOf(unwrapV1(given) ?? given);
  }

  type Work = (id: string) => unknown;
  function find(
    request: WireRequest,
    what: string,
  ): readonly [string, "readAuth" | "writeAuth", Work] | undefined {
    switch (what) {
      case "GET roles":
        return ["ListRoles", "readAuth", () => page(request, "roles", ofType(request, account))];
      case "POST roles":
        return ["CreateRole", "writeAuth", () => account.createRole(body(request))];
      case "PUT roles/id":
        return ["UpdateRole", "writeAuth", (id) => account.updateRole(id, body(request))];
      case "DELETE roles/id":
        return ["DeleteRole", "writeAuth", (id) => account.deleteRole(id)];
      case "GET api-keys":
        return ["ListApiKeys", "readAuth", () => page(request, "key_info", account.keys())];
      case "POST api-keys":
        return ["CreateApiKey", "writeAuth", () => createKey(request)];
      case "DELETE api-keys/id":
        return [
          "RevokeApiKey",
          "writeAuth",
          (id) => {
            account.revokeKey(id);
            return {};
          },
        ];
      default:
        return undefined;
    }
  }

  function createKey(request: WireRequest): unknown {
    const info = account.createKey(body(request));
    return {
      api_key: keys.issueV2(info.key_id, info.expires_at_epoch_seconds),
      key_info: info,
    };
  }
}

function ofType(request: WireRequest, account: Account): readonly unknown[] {
  const type = request.query.get("type");
  if (type !== null && type !== "system" && type !== "custom")
    throw refusal("INVALID_ARGUMENT", "type is system or custom");
  return account.roles().filter((role) => type === null || role.role_type === type);
}

function page(request: WireRequest, member: string, all: readonly unknown[]): unknown {
  const limit = request.query.get("limit") ?? String(MAX_PAGE);
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_PAGE)
    throw refusal("INVALID_ARGUMENT", `limit is between 1 and ${MAX_PAGE}`);
  const from = Number(request.query.get("next_token") ?? "0") || 0;
  const to = from + Number(limit);
  return {
    [member]: all.slice(from, to),
    ...(to < all.length ? { next_token: String(to) } : {}),
  };
}

function body(request: WireRequest): unknown {
  try {
    return parseJson(request.body.toString());
  } catch {
    throw refusal("INVALID_ARGUMENT", "The body is not JSON");
  }
}

function failure({ name, status, message }: NamedError): WireAnswer {
  return json(status, { code: CODES[name] ?? name, message });
}

function json(status: number, value: unknown): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  };
}
