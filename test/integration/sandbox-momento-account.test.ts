import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Momento, startMomento } from "../../src/sandbox/momento/momento.ts";
import { testClock, testWorld, type TestClock } from "../unit/sandbox/momento-world.ts";

let clock: TestClock;
let momento: Momento;

beforeEach(async () => {
  clock = testClock();
  momento = await startMomento(testWorld(clock));
});

afterEach(() => momento.close());

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: unknown, key = momento.superUserKey) {
  const answer = await fetch(`${momento.accountUrl}${path}`, {
    method,
    headers: { authorization: key, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Json };
}

const encoderRole = {
  role_name: "encoder",
  permissions: {
    rules: [
      {
        type: "cache",
        permissions: ["read", "write"],
        caches: { name: "live-origin" },
        items: "*",
      },
    ],
  },
};

async function customKey(expiry: "never" | number = "never") {
  const role = await call("POST", "/roles", encoderRole);
  const made = await call("POST", "/api-keys", {
    role_id: role.body["role_id"],
    description: "for the encoder",
    expiry,
  });
  const info = made.body["key_info"] as Json;
  return {
    key: String(made.body["api_key"]),
    keyId: String(info["key_id"]),
    roleId: String(role.body["role_id"]),
  };
}

const probe = async (key: string, cache: string): Promise<number> =>
  (await fetch(`${momento.restUrl}/cache/${cache}/probe`, { headers: { authorization: key } }))
    .status;

describe("roles", () => {
  it("lists the system roles, a page at a time", async () => {
    const first = await call("GET", "/roles?type=system&limit=2");
    expect(first.body["roles"]).toHaveLength(2);
    const rest = await call(
      "GET",
      `/roles?type=system&next_token=${String(first.body["next_token"])}`,
    );
    expect(rest.body["roles"]).toMatchObject([{ role_name: "Viewer", role_type: "system" }]);
    expect(rest.body).not.toHaveProperty("next_token");
  });

  it("creates, changes and deletes a custom role", async () => {
    const made = await call("POST", "/roles", encoderRole);
    expect(made).toMatchObject({ status: 200, body: { ...encoderRole, role_type: "custom" } });
    const path = `/roles/${String(made.body["role_id"])}`;
    const changed = await call("PUT", path, { ...encoderRole, description: "new" });
    expect(changed.body).toMatchObject({ description: "new" });
    expect((await call("DELETE", path)).body).toEqual({ status: "deleted" });
    expect((await call("DELETE", path)).status).toBe(404);
    expect(momento.inventory()).toEqual([]);
  });

  it("refuses a second role of the same name with 409", async () => {
    await call("POST", "/roles", encoderRole);
    expect((await call("POST", "/roles", encoderRole)).status).toBe(409);
  });

  it("refuses to change a system role with 412", async () => {
    expect((await call("PUT", "/roles/system-owner", encoderRole)).status).toBe(412);
    expect((await call("DELETE", "/roles/system-owner")).status).toBe(412);
  });

  it.each([
    [
      "an unknown verb",
      { rules: [{ type: "cache", permissions: ["own"], caches: "*", items: "*" }] },
    ],
    ["no rules", { rules: [] }],
    [
      "an address without a prefix length",
      {
        rules: encoderRole.permissions.rules,
        conditions: [{ ip_filter: { allowed_cidr_ranges: ["10.0.0.1"] } }],
      },
    ],
  ])("refuses %s with 400", async (_what, permissions) => {
    const answer = await call("POST", "/roles", { role_name: "bad", permissions });
    expect(answer).toMatchObject({ status: 400, body: { code: "Bad Request" } });
  });

  it("says which keys keep a role from being deleted", async () => {
    const { roleId, keyId } = await customKey();
    const answer = await call("DELETE", `/roles/${roleId}`);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "blocked", api_keys: [{ key_id: keyId }] },
    });
  });
});

describe("v2 keys", () => {
  it("are marked as such, and do what their role says", async () => {
    const { key } = await customKey();
    const claims: unknown = JSON.parse(
      Buffer.from(key.split(".")[1] ?? "", "base64url").toString(),
    );
    expect(claims).toMatchObject({ t: "g" });
    // 404: let in, but there is no such cache. 403: not let in.
    expect(await probe(key, "live-origin")).toBe(404);
    expect(await probe(key, "another")).toBe(403);
    expect((await call("GET", "/roles", undefined, key)).status).toBe(403);
  });

  it("follow their role when it changes", async () => {
    const { key, roleId } = await customKey();
    const rules = [{ ...encoderRole.permissions.rules[0], caches: { name: "another" } }];
    await call("PUT", `/roles/${roleId}`, { role_name: "encoder", permissions: { rules } });
    expect(await probe(key, "live-origin")).toBe(403);
  });

  it("end at once when they are revoked", async () => {
    const { key, keyId } = await customKey();
    expect((await call("DELETE", `/api-keys/${keyId}`)).body).toEqual({});
    expect(await probe(key, "live-origin")).toBe(401);
    expect((await call("DELETE", `/api-keys/${keyId}`)).status).toBe(404);
  });

  it("end when their time is over", async () => {
    const { key } = await customKey(clock.now() / 1000 + 60);
    expect(await probe(key, "live-origin")).toBe(404);
    clock.advance(60_000);
    expect(await probe(key, "live-origin")).toBe(401);
  });

  it("are listed without the key itself", async () => {
    const { key, keyId } = await customKey();
    const listed = await call("GET", "/api-keys");
    expect(listed.body["key_info"]).toMatchObject([
      { description: "the owner's" },
      { key_id: keyId, description: "for the encoder" },
    ]);
    expect(JSON.stringify(listed.body)).not.toContain(key);
  });

  it.each([
    ["no role", { description: "x", expiry: "never" }, 400],
    ["an unknown role", { role_id: "none", description: "x", expiry: "never" }, 404],
    ["no description", { role_id: "system-viewer", expiry: "never" }, 400],
    ["an expiry in words", { role_id: "system-viewer", description: "x", expiry: "soon" }, 400],
  ])("need %s: %j is a %i", async (_what, body, status) => {
    expect((await call("POST", "/api-keys", body)).status).toBe(status);
  });

  it("are refused to a caller without a key, with a scoped one, and with a reader's", async () => {
    const scoped = momento.issueKey({ kind: "rules", rules: [{ read: true, write: true }] });
    expect((await call("GET", "/api-keys", undefined, scoped)).status).toBe(403);
    expect((await call("GET", "/api-keys", undefined, "nonsense")).status).toBe(401);
    const viewer = await call("POST", "/api-keys", {
      role_id: "system-viewer",
      description: "x",
      expiry: "never",
    });
    const key = String(viewer.body["api_key"]);
    expect((await call("GET", "/api-keys", undefined, key)).status).toBe(200);
    expect((await call("POST", "/roles", encoderRole, key)).status).toBe(403);
  });
});
