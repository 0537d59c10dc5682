import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AuthClient,
  AuthClientConfigurations,
  CredentialProvider,
  ExpiresIn,
  GenerateApiKeyResponse,
  NoopMomentoLoggerFactory,
  PermissionScopes,
} from "@gomomento/sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const DAY_MS = 86_400_000;

let place: Rehearsal;
beforeEach(async () => {
  place = await rehearsal();
});
afterEach(() => place.close());

type Role = "readwrite" | "readonly" | "writeonly";
type Made = {
  readonly apiKey: string;
  readonly refreshToken: string;
  readonly validUntil: number;
  readonly endpoint: string;
};

/** A key as the Momento console would make it by hand. */
async function handMade(role: Role, cache = "live-origin"): Promise<Made> {
  const target = place.sandbox.endpoints.momentoGrpc;
  const auth = new AuthClient({
    configuration: AuthClientConfigurations.Default.latest(new NoopMomentoLoggerFactory()),
    credentialProvider: CredentialProvider.fromString({
      apiKey: place.sandbox.momentoApiKey,
      endpointOverrides: {
        controlEndpoint: target,
        cacheEndpoint: target,
        tokenEndpoint: target,
        secureConnection: false,
      },
    }),
  });
  const scopes = {
    readwrite: PermissionScopes.cacheReadWrite(cache),
    readonly: PermissionScopes.cacheReadOnly(cache),
    writeonly: PermissionScopes.cacheWriteOnly(cache),
  };
  const answer = await auth.generateApiKey(scopes[role], ExpiresIn.days(30));
  if (answer.type !== GenerateApiKeyResponse.Success) throw new Error(answer.toString());
  const { apiKey, refreshToken, endpoint } = answer;
  return { apiKey, refreshToken, endpoint, validUntil: answer.expiresAt.epoch() };
}

async function fileOf(name: string, content: unknown): Promise<string> {
  const path = join(place.path, name);
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const asDownloaded = ({ apiKey, refreshToken, validUntil, endpoint }: Made) => ({
  apiKey,
  refreshToken,
  validUntil,
  restEndpoint: `https://api.cache.${endpoint}`,
});

const errorOf = (stdout: string): { code: string; message: string; hint: string } =>
  (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;

describe("keys made by hand", () => {
  test("as momento_key_info.json and as a bare key are used instead of making any, and play", async () => {
    const encoder = await fileOf(
      "momento_key_info.json",
      asDownloaded(await handMade("readwrite")),
    );
    const player = await fileOf("player.key", `${(await handMade("readonly")).apiKey}\n`);
    const files = ["--encoder-key-file", encoder, "--player-key-file", player];
    const run = await place.run(["init", "--yes", "--start", "--json", ...SMALL, ...files]);
    expect(run.code, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ verified: true });
    const again = await place.run(["init", "--yes", "--json", ...SMALL, ...files]);
    expect(again.code, again.stderr).toBe(0);
    const renewed = await place.run(["rotate-keys", "--yes", "--allow-interruption", "--json"]);
    expect(renewed.code, renewed.stderr).toBe(0);
  });

  const WRONG: readonly (readonly [
    string,
    "encoder" | "player",
    () => Promise<string>,
    string,
    RegExp,
  ])[] = [
    [
      "a player key that can write",
      "player",
      async () => (await handMade("readwrite")).apiKey,
      "MOMENTO_KEY_TOO_STRONG",
      /can write/,
    ],
    [
      "a super-user key for the encoder",
      "encoder",
      async () => place.sandbox.momentoApiKey,
      "MOMENTO_KEY_TOO_STRONG",
      /super-user key/,
    ],
    [
      "an encoder key that cannot write",
      "encoder",
      async () => (await handMade("readonly")).apiKey,
      "MOMENTO_KEY_TOO_WEAK",
      /may not write/,
    ],
    [
      "an encoder key that cannot read",
      "encoder",
      async () => (await handMade("writeonly")).apiKey,
      "MOMENTO_KEY_TOO_WEAK",
      /may not read/,
    ],
    [
      "a key for another cache",
      "player",
      async () => (await handMade("readonly", "another")).apiKey,
      "MOMENTO_KEY_TOO_WEAK",
      /another cache/,
    ],
    [
      "a key that lost its padding",
      "player",
      async () => await unpadded(),
      "MOMENTO_KEY_PADDING",
      /lost its ending/,
    ],
    [
      "half a key",
      "player",
      async () => (await handMade("readonly")).apiKey.slice(0, 100),
      "MOMENTO_KEY_TRUNCATED",
      /cut short/,
    ],
    [
      "no key at all",
      "encoder",
      async () => "hello",
      "MOMENTO_KEY_UNKNOWN",
      /not a Momento API key/,
    ],
    [
      "a key of another cell",
      "player",
      async () => ofCell("cell-4-us-east-1-1.prod.a.momentohq.com"),
      "KEY_OF_ANOTHER_CELL",
      /us-east-1-1.*sandbox/,
    ],
  ];

  test.each(WRONG)(
    "%s is refused, and nothing is built on it",
    async (_name, whose, key, code, says) => {
      await place.run(["create-origin", "--yes"]);
      const before = place.sandbox.inventory();
      const file = await fileOf("wrong.key", await key());
      const flag = `--${whose}-key-file`;
      const run = await place.run(["init", "--yes", "--json", ...SMALL, flag, file]);
      const error = errorOf(run.stdout);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(says);
      expect(error.hint).toMatch(/\S/);
      expect(place.sandbox.inventory()).toEqual(before);
    },
  );

  test("are tried right after the cache is made when there was none, before anything else is", async () => {
    const wrong = await fileOf("wrong.key", (await handMade("readwrite")).apiKey);
    const run = await place.run(["init", "--yes", "--json", ...SMALL, "--player-key-file", wrong]);
    const { code, message, hint } = errorOf(run.stdout);
    expect(code).toBe("MOMENTO_KEY_TOO_STRONG");
    expect(place.kinds()).toEqual(["cache"]);
    // Partly done: something was made, and the message says what and how to undo it.
    expect(run.code).toBe(3);
    expect(message).toContain("Done so far: Momento cache created.");
    expect(hint).toContain("Undo with: live-origin teardown");
  });

  test("that have expired are refused by what the file says and by what the origin says", async () => {
    const made = await handMade("readonly");
    const told = await fileOf("told.json", asDownloaded(made));
    const silent = await fileOf("silent.json", { apiKey: made.apiKey });
    await place.run(["create-origin", "--yes"]);
    place.travel(31 * DAY_MS);
    for (const [file, code] of [
      [told, "MOMENTO_KEY_EXPIRED"],
      [silent, "MOMENTO_KEY_EXPIRED"],
    ] as const) {
      const run = await place.run(["init", "--yes", "--json", "--player-key-file", file, ...SMALL]);
      expect(errorOf(run.stdout).code).toBe(code);
    }
  });

  async function unpadded(): Promise<string> {
    for (const cache of ["live-origin", "live-origin1", "live-origin12"]) {
      const { apiKey } = await handMade("readonly", cache);
      if (apiKey.endsWith("=")) return apiKey.replace(/=+$/, "");
    }
    throw new Error("no key of these lengths is padded");
  }

  async function ofCell(endpoint: string): Promise<string> {
    const { apiKey } = await handMade("readonly");
    const inside = JSON.parse(Buffer.from(apiKey, "base64").toString()) as object;
    return Buffer.from(JSON.stringify({ ...inside, endpoint })).toString("base64");
  }
});

describe("the account's own key", () => {
  /** For real: the clouds' names are asked for, but nobody answers here. */
  const forReal = (env: Readonly<Record<string, string>>) =>
    place.run(["create-origin", "--yes", "--json", "--region", "us-west-2", "--no-sandbox"], {
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000000",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_ENDPOINT_URL: "http://127.0.0.1:9",
      ...env,
    });

  test("is found in the profile of Momento's command line", async () => {
    const folder = join(place.path, ".momento");
    await mkdir(folder);
    await writeFile(join(folder, "credentials"), "[default]\ntoken=hello\n");
    const run = await forReal({});
    expect(errorOf(run.stdout).message).toContain(".momento/credentials");
  });

  test.each([
    ["with a newline", () => `${place.sandbox.momentoApiKey}\n`, "MOMENTO_KEY_WHITESPACE"],
    ["cut short", () => place.sandbox.momentoApiKey.slice(0, 80), "MOMENTO_KEY_TRUNCATED"],
    ["of kind v2 without its endpoint", () => v2Key(), "MOMENTO_ENDPOINT_MISSING"],
  ])("%s is refused before any network, by its own name", async (_name, key, code) => {
    const run = await forReal({ MOMENTO_API_KEY: key() });
    expect(errorOf(run.stdout).code).toBe(code);
  });

  test("that may not make caches is refused before anything is made", async () => {
    const { apiKey } = await handMade("readwrite");
    const file = join(place.path, ".live-origin/sandbox.json");
    const { id, endpoints, defaults } = place.sandbox;
    const sandbox = { id, pid: process.pid, endpoints, momentoApiKey: apiKey, defaults };
    await writeFile(file, JSON.stringify(sandbox));
    const run = await place.run(["init", "--yes", "--json", ...SMALL]);
    expect(errorOf(run.stdout).code).toBe("MOMENTO_KEY_TOO_WEAK");
    expect(place.sandbox.inventory()).toEqual([]);
  });

  function v2Key(): string {
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "HS512" })}.${part({ t: "g", jti: "some-id" })}.c2lnbmF0dXJl`;
  }
});
