import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault, GatedCall } from "../../src/sandbox/index.ts";
import { runCli, scratchFolder } from "./support/cli.ts";
import { startClouds } from "./support/clouds.ts";
import { tunnelTo } from "./support/real-clouds.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

const LEAD_HERE = fileURLToPath(new URL("support/lead-momento-here.cjs", import.meta.url));
const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const REVOCABLE = ["init", "--yes", "--json", ...SMALL, "--revocable-keys"];
const TEARDOWN = ["teardown", "--confirm", "live-origin", "--allow-interruption"];

type Key = { apiKey: string; expiresAt: number; keyId?: string; roleId?: string };
type Keys = Partial<
  Record<"encoderKey" | "playerKey" | "previousEncoderKey" | "previousPlayerKey", Key>
>;

let place: Rehearsal;
let onCall: (call: GatedCall) => void;
beforeEach(async () => {
  onCall = () => undefined;
  place = await rehearsal({
    onCall: (phase, call) => {
      if (phase === "before") onCall(call);
      return Promise.resolve();
    },
  });
});
afterEach(() => place.close());

const folderOf = (name: string): string =>
  join(place.path, ".live-origin/sandbox/live-origin", name);
const keys = async (): Promise<Keys> =>
  JSON.parse(await readFile(folderOf("keys.json"), "utf8")) as Keys;
const run = async (args: readonly string[], code = 0) => {
  const ended = await place.run(args);
  expect(ended.code, ended.stdout + ended.stderr).toBe(code);
  return ended;
};
const ofAccount = (): readonly string[] =>
  place.sandbox
    .inventory()
    .filter(({ kind, service }) => service === "momento" && kind !== "cache")
    .map(({ kind, id }) => `${kind} ${id}`)
    .toSorted();
const heldBy = async (): Promise<readonly string[]> => {
  const { encoderKey, playerKey } = await keys();
  return [encoderKey, playerKey]
    .flatMap((key) => [`api-key ${key?.keyId}`, `role ${key?.roleId}`])
    .toSorted();
};
const calls = async (): Promise<readonly string[]> => {
  const answer = await fetch(`${place.sandbox.endpoints.control}/log`);
  const { lines } = (await answer.json()) as { lines: { operation: string }[] };
  return lines.map(({ operation }) => operation);
};
/** What the origin answers to a key: 404 is yes, for something that is not there; 401 to a revoked one. */
const accepts = async (key: Key | undefined): Promise<number> => {
  const url = `${place.sandbox.endpoints.momentoRest}/cache/live-origin/nothing`;
  return (await fetch(url, { headers: { authorization: key?.apiKey ?? "" } })).status;
};
const account = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(`${place.sandbox.endpoints.momentoAccount}${path}`, {
    method,
    headers: { authorization: place.sandbox.momentoAccountKey },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
};
const refused = (operation: string): Fault => ({
  service: "momento",
  operation,
  effect: "refuse",
  error: { name: "PERMISSION_DENIED", status: 403, message: "not today" },
});
const lost = (operation: string): Fault => ({
  service: "momento",
  operation,
  effect: "drop-after",
  times: 2,
});
/** Two answers are lost, then the operation is refused: what was made is there, and nobody gets to know of it in this run. */
function loseThenRefuse(operation: string): void {
  let count = 0;
  place.sandbox.setFaults([lost(operation)]);
  onCall = (call) => {
    if (call.operation !== operation) return;
    count += 1;
    if (count === 3) place.sandbox.setFaults([refused(operation)]);
  };
}

describe("keys that can be revoked", () => {
  test.each(["url-token", "parameter-store"])(
    "play with %s, each of a role that allows one cache, and a teardown leaves neither role nor key",
    async (mode) => {
      const made = await run([...REVOCABLE, "--encoder-auth", mode, "--start"]);
      expect(JSON.parse(made.stdout)).toMatchObject({ verified: true });
      expect(made.stderr).toContain("experiment");
      expect(ofAccount()).toEqual(await heldBy());
      const { roles } = (await account("GET", "/roles?type=custom")) as {
        roles: { role_name: string; permissions: unknown }[];
      };
      const { stackId } = JSON.parse(await readFile(folderOf("state.json"), "utf8")) as {
        stackId: string;
      };
      const rule = { type: "cache", caches: { name: "live-origin" }, items: "*" };
      expect(roles).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            role_name: `live-origin-live-origin-${stackId}-encoder`,
            permissions: { rules: [{ ...rule, permissions: ["read", "write"] }] },
          }),
          expect.objectContaining({
            role_name: `live-origin-live-origin-${stackId}-player`,
            permissions: { rules: [{ ...rule, permissions: ["read"] }] },
          }),
        ]),
      );
      await run(["verify"]);
      await run(["status"]);
      await run(["stop"]);
      await run(TEARDOWN);
      expect(place.sandbox.inventory()).toEqual([]);
      expect(await calls()).not.toContain("GenerateApiToken");
    },
  );

  test("expire after --key-days, and a second run finds nothing to do", async () => {
    await run([...REVOCABLE, "--key-days", "3"]);
    const { key_info } = (await account("GET", "/api-keys")) as {
      key_info: { role_id: string; expires_at_epoch_seconds?: number }[];
    };
    const { encoderKey } = await keys();
    const told = key_info.find(({ role_id }) => role_id === encoderKey?.roleId);
    expect(told?.expires_at_epoch_seconds).toBe(encoderKey?.expiresAt);
    const days = ((encoderKey?.expiresAt ?? 0) * 1000 - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThanOrEqual(3);
    const again = await run([...REVOCABLE, "--key-days", "3"]);
    expect(again.stderr).toContain("nothing to do");
    expect((await calls()).filter((name) => name === "CreateApiKey")).toHaveLength(2);
  });

  test("are shown in the plan of a dry run, with and without the clouds, and nothing is made", async () => {
    for (const more of [["--dry-run"], ["--dry-run", "--offline"]]) {
      const shown = await run([...REVOCABLE, ...more]);
      for (const word of ["CreateRole", "CreateApiKey", '"read"', '"write"'])
        expect(shown.stdout).toContain(word);
    }
    expect(place.sandbox.inventory()).toEqual([]);
  });

  test("one that was revoked by hand, and a role that was widened, are put right", async () => {
    await run(REVOCABLE);
    const before = await keys();
    await account("DELETE", `/api-keys/${before.playerKey?.keyId}`);
    const rule = { type: "cache", permissions: ["read"], caches: "*", items: "*" };
    const { roles } = (await account("GET", "/roles?type=custom")) as {
      roles: { role_id: string; role_name: string }[];
    };
    const wide = roles.find(({ role_id }) => role_id === before.encoderKey?.roleId);
    await account("PUT", `/roles/${wide?.role_id}`, {
      role_name: wide?.role_name,
      permissions: { rules: [rule] },
    });
    await run(["status"], 5);
    await run(REVOCABLE);
    await run(["status"]);
    const after = await keys();
    expect(after.encoderKey?.keyId).toBe(before.encoderKey?.keyId);
    expect(after.playerKey?.keyId).not.toBe(before.playerKey?.keyId);
    expect(ofAccount()).toEqual(await heldBy());
  });
});

describe("rotate-keys", () => {
  test("revokes the old keys, but only once the new ones were seen working", async () => {
    await run([...REVOCABLE, "--start"]);
    const before = await keys();
    const alone = await place.run(["rotate-keys", "--yes", "--json"]);
    expect(alone.code, alone.stderr).toBe(3);
    expect(await accepts(before.encoderKey)).toBe(404);
    expect(await accepts(before.playerKey)).toBe(401);
    const done = await run(["rotate-keys", "--yes", "--json", "--allow-interruption"]);
    expect(JSON.parse(done.stdout)).toMatchObject({ renewed: ["encoderKey"], seenWorking: true });
    expect(done.stderr).toContain("The old encoder key is revoked");
    expect(await accepts(before.encoderKey)).toBe(401);
    expect(ofAccount()).toEqual(await heldBy());
    expect((await calls()).lastIndexOf("RevokeApiKey")).toBeGreaterThan(
      (await calls()).lastIndexOf("StartChannel"),
    );
  });

  test("with the key in the Parameter Store revokes the encoder's at the channel's next start", async () => {
    await run([...REVOCABLE, "--encoder-auth", "parameter-store", "--start"]);
    const before = await keys();
    await run(["rotate-keys", "--yes", "--json"]);
    expect(await accepts(before.encoderKey)).toBe(404);
    await run(["stop"]);
    const started = await run(["start", "--json"]);
    expect(started.stderr).toContain("The old encoder key is revoked");
    expect(await accepts(before.encoderKey)).toBe(401);
    expect(ofAccount()).toEqual(await heldBy());
  });

  test("keeps an old key that could not be revoked, and the next run revokes it", async () => {
    await run(REVOCABLE);
    const before = await keys();
    place.sandbox.setFaults([refused("RevokeApiKey")]);
    const failed = await place.run(["rotate-keys", "--yes"]);
    expect(failed.code, failed.stderr).toBe(1);
    expect(failed.stderr).toContain("auth management");
    expect((await keys()).previousPlayerKey?.keyId).toBe(before.playerKey?.keyId);
    place.sandbox.setFaults([]);
    await run(["rotate-keys", "--yes"]);
    expect(ofAccount()).toEqual(await heldBy());
    expect((await keys()).previousPlayerKey).toBeUndefined();
  });

  test("--new-cache says that it is not needed, and leaves no role of the old cache", async () => {
    await run([...REVOCABLE, "--start"]);
    const moved = await run([
      "rotate-keys",
      "--yes",
      "--json",
      "--new-cache",
      "--allow-interruption",
    ]);
    expect(moved.stderr).toContain("rotate-keys alone revokes it");
    expect(moved.stderr).not.toContain("v1 key");
    expect(ofAccount()).toEqual(await heldBy());
    await run(["status"]);
    await run(TEARDOWN);
    expect(place.sandbox.inventory()).toEqual([]);
  });
});

describe("a lost answer", () => {
  test.each(["CreateRole", "CreateApiKey", "RevokeApiKey", "DeleteRole"])(
    "to %s leaves one key of each kind, and nothing in the end",
    async (operation) => {
      place.sandbox.setFaults([lost(operation)]);
      await run(REVOCABLE);
      expect(ofAccount()).toEqual(await heldBy());
      place.sandbox.setFaults([lost(operation)]);
      await run(["rotate-keys", "--yes"]);
      expect(ofAccount()).toEqual(await heldBy());
      place.sandbox.setFaults([lost(operation)]);
      await run(TEARDOWN);
      expect(place.sandbox.inventory()).toEqual([]);
    },
  );

  test.each(["CreateRole", "CreateApiKey"])(
    "to %s of a run that then fails is made good by the next one",
    async (operation) => {
      loseThenRefuse(operation);
      const broken = await place.run(REVOCABLE);
      expect(broken.code, broken.stderr).toBe(3);
      expect(ofAccount().join()).toContain(operation === "CreateRole" ? "role" : "api-key");
      place.sandbox.setFaults([]);
      await run(REVOCABLE);
      expect(ofAccount()).toEqual(await heldBy());
    },
  );

  test.each(["CreateRole", "CreateApiKey"])(
    "to %s of a run that then fails is no obstacle to a teardown",
    async (operation) => {
      loseThenRefuse(operation);
      await place.run(REVOCABLE);
      expect(ofAccount().join()).toContain(operation === "CreateRole" ? "role" : "api-key");
      place.sandbox.setFaults([]);
      await run(TEARDOWN);
      expect(place.sandbox.inventory()).toEqual([]);
    },
  );
});

describe("what cannot be", () => {
  test.each([
    ["init", []],
    ["create-origin", []],
    ["init", ["--dry-run"]],
  ])("%s %j with a v1 key is refused before anything is made", async (command, more) => {
    await withoutAccountKey();
    const refused = await place.run([command, "--yes", "--json", "--revocable-keys", ...more]);
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: "MOMENTO_KEY_NOT_V2" } });
    expect(place.sandbox.inventory()).toEqual([]);
    expect(await calls()).toEqual([]);
  });

  test("a key that may not manage keys is told which permission it lacks, after the cache alone", async () => {
    place.sandbox.setFaults([refused("CreateRole")]);
    const ended = await place.run(["create-origin", "--yes", "--json", "--revocable-keys"]);
    expect(ended.stdout).toContain("auth management (read, write, list)");
    expect(place.kinds()).toEqual(["cache"]);
  });

  test("an account API that does not let us look keeps nobody from status, start and stop, and says so", async () => {
    await run(REVOCABLE);
    place.sandbox.setFaults([refused("ListRoles")]);
    const status = await run(["status"]);
    expect(status.stderr).toMatch(/not known: .*auth management/);
    await run(["start"]);
    await run(["stop"]);
    const init = await place.run(REVOCABLE);
    expect(JSON.parse(init.stdout)).toMatchObject({ error: { code: "MOMENTO_KEY_TOO_WEAK" } });
  });

  test("a role that somebody else uses is told, all else is removed, and the rest goes afterwards", async () => {
    await run(REVOCABLE);
    const { encoderKey } = await keys();
    place.sandbox.setFaults([refused("ListApiKeys")]);
    const unseen = await place.run(TEARDOWN);
    expect(unseen.code).toBe(3);
    expect(place.kinds()).not.toContain("channel");
    expect(place.kinds()).not.toContain("distribution");
    place.sandbox.setFaults([]);
    const invited = await blockDeletion(encoderKey?.roleId ?? "");
    const blocked = await place.run(TEARDOWN);
    expect(blocked.code, blocked.stderr).toBe(3);
    expect(blocked.stderr).toMatch(
      /does not delete the role live-origin-.*-encoder.*1 invitation/s,
    );
    await invited.stop();
    await run(TEARDOWN);
    expect(place.sandbox.inventory()).toEqual([]);
  });
});

describe("another kind of keys", () => {
  test("is an update: to revocable ones and back, with nothing of the old ones left", async () => {
    await run(["init", "--yes", "--json", ...SMALL]);
    const first = await keys();
    const there = await run(REVOCABLE);
    expect(there.stderr).toContain(
      "The old encoder key is no longer used; Momento cannot revoke it",
    );
    const second = await keys();
    expect(await accepts(first.encoderKey)).toBe(404);
    expect(ofAccount()).toEqual(await heldBy());
    const back = await run(["init", "--yes", "--json", "--no-revocable-keys", ...SMALL]);
    expect(back.stderr).toContain("The old player key is revoked");
    expect(ofAccount()).toEqual([]);
    expect(await accepts(second.encoderKey)).toBe(401);
    expect((await keys()).encoderKey?.keyId).toBeUndefined();
    expect((await keys()).previousEncoderKey).toBeUndefined();
    expect((await calls()).filter((name) => name === "DeleteChannel")).toEqual([]);
    await run(["status"]);
    await run(TEARDOWN);
    expect(place.sandbox.inventory()).toEqual([]);
  });

  test("on a running channel wants consent, and part by part keeps the old keys where they are used", async () => {
    await run([...REVOCABLE, "--start"]);
    const old = await keys();
    const origin = await run(["create-origin", "--yes", "--no-revocable-keys"]);
    expect(origin.stderr).toContain("The old encoder key is still in use");
    expect(await accepts(old.encoderKey)).toBe(404);
    await run(["create-channel", "--yes", ...SMALL, "--allow-interruption"]);
    expect(await accepts(old.encoderKey)).toBe(401);
    expect(await accepts(old.playerKey)).toBe(404);
    await run(["create-cdn", "--yes"]);
    expect(ofAccount()).toEqual([]);
    await run(["verify"]);
  });
});

describe("without its state", () => {
  test("a stack with revocable keys is found by the names of its roles, and removed", async () => {
    await run(REVOCABLE);
    await writeFile(folderOf("state.json"), "{");
    await writeFile(folderOf("keys.json"), "{");
    const orphans = await run(["teardown", "--orphans"]);
    expect(orphans.stdout).toMatch(/encoder key.*live-origin-live-origin-[0-9a-f]{16}-encoder/);
    await run([...REVOCABLE, "--rebuild-state"]);
    expect(ofAccount()).toEqual(await heldBy());
    await run(["rotate-keys", "--yes"]);
    expect(ofAccount()).toEqual(await heldBy());
    await writeFile(folderOf("state.json"), "{");
    await writeFile(folderOf("keys.json"), "{");
    await run([...TEARDOWN, "--rebuild-state", "--delete-cache", "live-origin"]);
    expect(place.sandbox.inventory()).toEqual([]);
  });
});

describe("for real", () => {
  test("the account API is asked where --momento-account-url says, with the account's v2 key; a v1 key asks nobody", async () => {
    const clients = await startClouds();
    const folder = await scratchFolder();
    const url = "https://mga.registry.prod.a.momentohq.com";
    const tunnel = await tunnelTo(url, clients.sandbox.tls?.proxyUrl ?? "");
    const real = (command: string, key: string, ...more: readonly string[]) =>
      runCli([command, "--no-sandbox", "--region", "us-west-2", "--json", ...more], {
        cwd: folder.path,
        env: {
          ...clients.env,
          NODE_OPTIONS: `--require=${LEAD_HERE}`,
          MOMENTO_IS_AT: String(tunnel.port),
          NODE_EXTRA_CA_CERTS: clients.sandbox.tls?.certificateFile ?? "",
          MOMENTO_API_KEY: key,
          MOMENTO_ENDPOINT: "cell-4-us-west-2-1.prod.a.momentohq.com",
        },
      });
    const make = ["--yes", "--revocable-keys", "--momento-account-url", url];
    const kinds = (): readonly string[] =>
      clients.sandbox
        .inventory()
        .map(({ kind }) => kind)
        .toSorted();
    try {
      const v1 = Buffer.from(
        JSON.stringify({
          endpoint: "cell-4-us-west-2-1.prod.a.momentohq.com",
          api_key: unwrapped(clients.sandbox.momentoApiKey),
        }),
      ).toString("base64");
      const refused = await real("create-origin", v1, ...make);
      expect(refused.code, refused.stderr).toBe(2);
      expect(refused.stdout).toContain("MOMENTO_KEY_NOT_V2");
      expect(kinds()).toEqual([]);
      const made = await real("create-origin", clients.sandbox.momentoAccountKey, ...make);
      expect(made.code, made.stderr).toBe(0);
      expect(kinds()).toEqual(["api-key", "api-key", "cache", "role", "role"]);
      expect(tunnel.count()).toBeGreaterThan(0);
      const gone = ["--confirm", "live-origin"];
      const down = await real("teardown", clients.sandbox.momentoAccountKey, ...gone);
      expect(down.code, down.stderr).toBe(0);
      expect(kinds()).toEqual([]);
    } finally {
      await tunnel.close();
      await clients.sandbox.close();
      await folder.remove();
    }
  });

  function unwrapped(key: string): unknown {
    return (JSON.parse(Buffer.from(key, "base64").toString()) as { api_key: unknown }).api_key;
  }
});

async function withoutAccountKey(): Promise<void> {
  const path = join(place.path, ".live-origin/sandbox.json");
  const { momentoAccountKey: _none, ...file } = JSON.parse(await readFile(path, "utf8")) as Record<
    string,
    unknown
  >;
  await writeFile(path, JSON.stringify(file));
}

/** Momento's account API in front of the emulated one, with an invitation that keeps one role from being deleted. */
async function blockDeletion(roleId: string): Promise<{ readonly stop: () => Promise<void> }> {
  const path = join(place.path, ".live-origin/sandbox.json");
  const before = await readFile(path, "utf8");
  const server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    const blocked = { status: "blocked", account_members: [], invitations: [{}], api_keys: [] };
    const answer =
      method === "DELETE" && url === `/roles/${roleId}`
        ? Promise.resolve(Response.json(blocked))
        : fetch(`${place.sandbox.endpoints.momentoAccount}${url}`, {
            method,
            headers: { authorization: headers.authorization ?? "" },
          });
    void answer.then(async (told) => {
      outgoing.writeHead(told.status, { "content-type": "application/json" });
      outgoing.end(await told.text());
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const file = JSON.parse(before) as { endpoints: object };
  const momentoAccount = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoints = { ...file.endpoints, momentoAccount };
  await writeFile(path, JSON.stringify({ ...file, endpoints }));
  return {
    stop: async () => {
      await writeFile(path, before);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
