import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  connectAccount,
  type AccountClient,
} from "../../../src/services/momento/account-client.ts";
import { keyKind } from "../../../src/services/momento/key-kind.ts";
import type { RoleRequest } from "../../../src/services/momento/stack-role.ts";
import { LiveOriginError } from "../../../src/config/failure.ts";
import { Secret } from "../../../src/config/secret.ts";
import { seeded } from "../../unit/seeded.ts";
import { arbitraryLie } from "../properties/arbitrary-lie.ts";
import { hastyClock } from "../properties/in-process.ts";
import { lyingProxy } from "../properties/lying-proxy.ts";
import { QUICK, startServices, type ServiceBed } from "./service-bed.ts";

let bed: ServiceBed;
let account: AccountClient;
beforeEach(async () => {
  bed = await startServices();
  account = accountWith(bed.sandbox.momentoAccountKey);
});
afterEach(() => bed.close());

function accountWith(apiKey: string): AccountClient {
  const url = bed.sandbox.endpoints.momentoAccount;
  return connectAccount({ url, apiKey: Secret.of(apiKey), ...QUICK });
}

const role = (name: string): RoleRequest => ({
  role_name: name,
  description: "ours",
  permissions: {
    rules: [{ type: "cache", permissions: ["read"], caches: { name: "live-origin" }, items: "*" }],
  },
});
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof LiveOriginError ? error.code : error),
  );

describe("the account API's client", () => {
  test("makes, lists, changes and deletes roles, and tells what it finds as an answer", async () => {
    const made = await account.createRole(role("one"), bed.callOptions);
    if (made === "exists") throw new Error("expected it to be new");
    expect(await account.createRole(role("one"), bed.callOptions)).toBe("exists");
    const changed = await account.updateRole(made.role_id, role("two"), bed.callOptions);
    expect(changed.role_name).toBe("two");
    const names = (await account.listRoles(bed.callOptions)).map(({ role_name }) => role_name);
    expect(names).toEqual(expect.arrayContaining(["Owner", "two"]));
    expect(await account.deleteRole(made.role_id, bed.callOptions)).toBe("deleted");
    expect(await account.deleteRole(made.role_id, bed.callOptions)).toBe("absent");
  });

  test("makes keys that work, lists all pages of them, and revokes them", async () => {
    const made = await account.createRole(role("many"), bed.callOptions);
    if (made === "exists") throw new Error("expected it to be new");
    const expiry = Math.floor(Date.now() / 1000) + 60;
    const wish = { role_id: made.role_id, description: "one of many", expiry };
    const first = await account.createKey(wish, bed.callOptions);
    expect(keyKind(first.apiKey.reveal()).kind).toBe("v2");
    expect(first.info).toMatchObject({ role_id: made.role_id, expires_at_epoch_seconds: expiry });
    for (let count = 1; count < 120; count += 1) await account.createKey(wish, bed.callOptions);
    const keys = await account.listKeys(bed.callOptions);
    expect(keys.filter(({ role_id }) => role_id === made.role_id)).toHaveLength(120);
    expect(await account.deleteRole(made.role_id, bed.callOptions)).toEqual({
      blockedBy: [expect.stringMatching(/^120 API keys \(key-/)],
    });
    expect(await account.revokeKey(first.info.key_id, bed.callOptions)).toBe("revoked");
    expect(await account.revokeKey(first.info.key_id, bed.callOptions)).toBe("absent");
  });

  test.each([
    ["a v1 key for one cache", async () => await scoped(), "MOMENTO_KEY_TOO_WEAK"],
    ["no key of this account", async () => "nonsense", "MOMENTO_KEY_REJECTED"],
  ])("%s may not ask", async (_name, key, code) => {
    const weak = accountWith(await key());
    expect(await codeOf(weak.listRoles(bed.callOptions))).toBe(code);
  });

  test("a role that is gone, and one of Momento's own, are told apart", async () => {
    const wish = { role_id: "gone", description: "d", expiry: 2_000_000_000 };
    expect(await codeOf(account.createKey(wish, bed.callOptions))).toBe(
      "MOMENTO_ACCOUNT_NOT_FOUND",
    );
    const [owner] = await account.listRoles(bed.callOptions);
    expect(await codeOf(account.deleteRole(owner?.role_id ?? "", bed.callOptions))).toBe(
      "MOMENTO_ROLE_FIXED",
    );
  });

  test("tries again while the API is busy, loses an answer or does not answer", async () => {
    bed.fault(
      "momento:ListRoles refuse 2 RESOURCE_EXHAUSTED 429",
      "momento:ListApiKeys refuse 2 INTERNAL 500",
      "momento:CreateRole drop-after 1",
    );
    await account.listRoles(bed.callOptions);
    await account.listKeys(bed.callOptions);
    expect(await account.createRole(role("lost"), bed.callOptions)).toBe("exists");
    expect(bed.retries).toEqual([
      "rate limit",
      "rate limit",
      "Momento's account API is unavailable",
      "Momento's account API is unavailable",
      "Momento's account API does not answer",
    ]);
  });

  test("gives up at a limit that stays, and at once when asked to", async () => {
    bed.fault("momento:CreateRole refuse always RESOURCE_EXHAUSTED 429");
    expect(await codeOf(account.createRole(role("r"), bed.callOptions))).toBe("MOMENTO_LIMIT");
    expect(bed.retries).toHaveLength(3);
    const stop = new AbortController();
    stop.abort(new Error("enough"));
    expect(await codeOf(account.listRoles({ signal: stop.signal }))).toMatchObject({
      message: "enough",
    });
  });

  async function scoped(): Promise<string> {
    const wish = { cache: "c", role: "readwrite", days: 1 } as const;
    return (await bed.momento.generateKey(wish, bed.callOptions)).apiKey.reveal();
  }
});

test("whatever the account API answers is an answer or an error for users, and no key is one that is none", async () => {
  const proxy = await lyingProxy(bed.sandbox.endpoints.momentoAccount);
  const lied = connectAccount({
    url: proxy.url,
    apiKey: Secret.of(bed.sandbox.momentoAccountKey),
    clock: hastyClock(),
    random: () => 0.5,
  });
  const signal = bed.callOptions.signal;
  const made = await account.createRole(role("fuzzed"), bed.callOptions);
  if (made === "exists") throw new Error("expected it to be new");
  const wish = { role_id: made.role_id, description: "d", expiry: 2_000_000_000 };
  let count = 0;
  const ways: readonly (() => Promise<unknown>)[] = [
    () => lied.listRoles({ signal }),
    () => lied.listKeys({ signal }),
    () => lied.createRole(role(`r${(count += 1)}`), { signal }),
    () => lied.updateRole(made.role_id, role("fuzzed"), { signal }),
    () => lied.deleteRole("none", { signal }),
    () => lied.revokeKey("none", { signal }),
    async () => {
      const { apiKey } = await lied.createKey(wish, { signal });
      expect(keyKind(apiKey.reveal()).kind).toBe("v2");
    },
  ];
  try {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ways), arbitraryLie, async (way, lie) => {
        proxy.lie = lie;
        try {
          await way();
        } catch (error) {
          expect(error).toBeInstanceOf(LiveOriginError);
          expect((error as LiveOriginError).code).toMatch(/^MOMENTO_/);
          expect((error as LiveOriginError).hint).toMatch(/\S/);
          expect((error as LiveOriginError).message).not.toContain("eyJ");
        }
      }),
      seeded("answers of the account API", 300),
    );
  } finally {
    await proxy.close();
  }
});
