import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli, scratchFolder } from "../support/cli.ts";

const WATCHER = join(dirname(fileURLToPath(import.meta.url)), "../program/watch-network.cjs");
const CELL = "cell-4-us-west-2-1.prod.a.momentohq.com";
const HERE = "127.0.0.1:9";
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: unknown): string => `${part({ alg: "HS256" })}.${part(claims)}.c2lnbmF0dXJl`;
const v1 = (endpoint: string): string =>
  Buffer.from(
    JSON.stringify({ endpoint, api_key: jwt({ sub: "x", ver: 1, p: "CAESAhgB" }) }),
  ).toString("base64");
const V2 = jwt({ t: "g", jti: "some-id" });
const SHOW = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
const DRY = ["init", "--dry-run", "--region", "us-west-2", ...SHOW];
const MAKE = ["init", "--yes", "--region", "us-west-2", ...SHOW];
const ORIGIN = ["create-origin", "--yes", "--region", "us-west-2"];

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let log: string;
beforeEach(async () => {
  folder = await scratchFolder();
  log = join(folder.path, "network.log");
  await writeFile(log, "");
});
afterEach(() => folder.remove());

async function put(path: string, content: unknown): Promise<void> {
  const whole = join(folder.path, path);
  await mkdir(dirname(whole), { recursive: true });
  await writeFile(whole, typeof content === "string" ? content : JSON.stringify(content));
}

type Place = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, unknown>>;
  /** The setting and where it came from. */
  readonly says: RegExp;
};

const stack = (over: {
  readonly applied?: unknown;
  readonly cell?: string;
  readonly key?: string;
}): Readonly<Record<string, unknown>> => ({
  ".live-origin/live-origin/state.json": {
    version: 1,
    name: "live-origin",
    stackId: "0123456789abcdef",
    target: {
      kind: "clouds",
      account: "111122223333",
      region: "us-west-2",
      cell: over.cell ?? CELL,
    },
    region: "us-west-2",
    createdAt: "2026-01-01T00:00:00.000Z",
    resources: {},
  },
  ".live-origin/live-origin/keys.json": {
    version: 1,
    encoderKey: { apiKey: over.key ?? v1(CELL), expiresAt: 0 },
  },
  ".live-origin/live-origin/applied-spec.json": over.applied ?? { name: "live-origin" },
});
const sandboxFile = (over: Readonly<Record<string, string>>): unknown => ({
  id: "sandbox-test",
  pid: process.pid,
  endpoints: {
    ...Object.fromEntries(
      ["medialive", "cloudfront", "iam", "sts", "ssm", "momentoRest", "momentoAccount"].map(
        (name) => [name, `http://${HERE}`],
      ),
    ),
    momentoGrpc: HERE,
    ...over,
  },
  momentoApiKey: v1(CELL),
  defaults: { region: "us-west-2", input: { type: "mp4-file", url: "http://127.0.0.1:9/a.mp4" } },
});
const WITH_V1 = { MOMENTO_API_KEY: v1(CELL) };
const WITH_V2 = { MOMENTO_API_KEY: V2, MOMENTO_ENDPOINT: CELL };
const inFile = (origin: unknown): Readonly<Record<string, unknown>> => ({
  "live-origin.json": { origin },
});
const KNOWN = [
  ["status"],
  ["stop"],
  ["start"],
  ["verify"],
  ["rotate-keys", "--yes"],
  ["teardown", "--confirm", "live-origin"],
] as const;

/** Every place that can say where a credential of Momento is sent, with a host that is not Momento's. */
const placesOf = (host: string): readonly Place[] => [
  ...[DRY, MAKE, ORIGIN, ["doctor"], ["teardown", "--orphans", "--region", "us-west-2"]].map(
    (args) => ({
      name: `origin.endpoint in the file, ${args[0] ?? ""}`,
      args,
      env: { MOMENTO_API_KEY: V2 },
      files: inFile({ endpoint: host }),
      says: /origin\.endpoint \(.*live-origin\.json\)/,
    }),
  ),
  {
    name: "--momento-endpoint",
    args: [...DRY, "--momento-endpoint", host],
    env: { MOMENTO_API_KEY: V2 },
    says: /--momento-endpoint \(the command line\)/,
  },
  {
    name: "LIVE_ORIGIN_MOMENTO_ENDPOINT",
    args: DRY,
    env: { MOMENTO_API_KEY: V2, LIVE_ORIGIN_MOMENTO_ENDPOINT: host },
    says: /LIVE_ORIGIN_MOMENTO_ENDPOINT \(the environment\)/,
  },
  ...[DRY, ["doctor"]].map((args) => ({
    name: `MOMENTO_ENDPOINT, ${args[0] ?? ""}`,
    args,
    env: { MOMENTO_API_KEY: V2, MOMENTO_ENDPOINT: host },
    says: /MOMENTO_ENDPOINT \(the environment\)/,
  })),
  ...[DRY, ["doctor"]].map((args) => ({
    name: `inside a v1 key, ${args[0] ?? ""}`,
    args,
    env: { MOMENTO_API_KEY: v1(host) },
    says: /inside the Momento key \(MOMENTO_API_KEY\)/,
  })),
  ...[
    { c: `cache.${host}`, cp: `control.${CELL}` },
    { c: `cache.${CELL}`, cp: host },
  ].map((claims) => ({
    name: `inside a legacy token, ${Object.values(claims).join(" ")}`,
    args: DRY,
    env: { MOMENTO_API_KEY: jwt(claims) },
    says: /inside the Momento key \(MOMENTO_API_KEY\)/,
  })),
  {
    name: "the profile of Momento's command line",
    args: DRY,
    files: { ".momento/credentials": `[default]\napi_key_v2 = ${V2}\nendpoint = ${host}\n` },
    says: /endpoint \(.*\.momento\/credentials\)/,
  },
  {
    name: "a key file",
    args: [...DRY, "--momento-key-file", "key.json"],
    files: { "key.json": { apiKey: V2, restEndpoint: `https://${host}` } },
    says: /endpoint beside the key \(key\.json\)/,
  },
  ...["--encoder-key-file", "--player-key-file"].flatMap((flag) => [
    {
      name: `${flag}, beside the key`,
      args: [...DRY, flag, "key.json"],
      env: WITH_V1,
      files: { "key.json": { apiKey: V2, restEndpoint: `https://${host}/` } },
      says: /endpoint beside the key \(key\.json\)/,
    },
    {
      name: `${flag}, inside the key`,
      args: [...DRY, flag, "key.json"],
      env: WITH_V1,
      files: { "key.json": { apiKey: v1(host) } },
      says: /inside the Momento key \(key\.json\)/,
    },
  ]),
  ...[[...MAKE, "--revocable-keys"], ["doctor"]].map((args) => ({
    name: `origin.accountUrl in the file, ${args[0] ?? ""}`,
    args,
    env: WITH_V2,
    files: inFile({ accountUrl: `https://${host}` }),
    says: /origin\.accountUrl \(.*live-origin\.json\)/,
  })),
  {
    name: "--momento-account-url",
    args: [...MAKE, "--revocable-keys", "--momento-account-url", `https://${host}`],
    env: WITH_V2,
    says: /--momento-account-url \(the command line\)/,
  },
  ...KNOWN.map((args) => ({
    name: `the settings applied last, ${args[0]}`,
    args,
    env: { MOMENTO_API_KEY: V2 },
    files: stack({ applied: { origin: { endpoint: host } } }),
    says: /origin\.endpoint \(.*applied-spec\.json\)/,
  })),
  {
    name: "the account URL applied last",
    args: ["rotate-keys", "--yes"],
    env: WITH_V2,
    files: stack({ applied: { origin: { accountUrl: `https://${host}` } } }),
    says: /origin\.accountUrl \(.*applied-spec\.json\)/,
  },
  {
    name: "the state's cell",
    args: ["status"],
    env: WITH_V1,
    files: stack({ cell: host }),
    says: /target\.cell \(.*state\.json\)/,
  },
  ...[MAKE, ["verify"], ["rotate-keys", "--yes"], [...MAKE, "--rebuild-state"]].map((args) => ({
    name: `a stored key, ${args.join(" ")}`,
    args,
    env: WITH_V1,
    files: stack({ key: v1(host) }),
    says: /endpoint of encoderKey \(.*keys\.json\)/,
  })),
];

/** Nothing is connected to and no name looked up, whatever comes of it. */
async function refused({ args, env = {}, files = {}, says }: Place): Promise<void> {
  for (const [path, content] of Object.entries(files)) await put(path, content);
  const run = await runCli([...args, "--json"], {
    cwd: folder.path,
    env: {
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000000",
      AWS_SECRET_ACCESS_KEY: "secret",
      NODE_OPTIONS: `--require=${WATCHER}`,
      NETWORK_LOG: log,
      NETWORK_BLIND: "true",
      ...env,
    },
  });
  const told = run.stdout + run.stderr;
  expect(run.code, told).toBe(2);
  expect(await readFile(log, "utf8")).toBe("");
  const { code, message, hint } = (
    JSON.parse(run.stdout) as { error: { code: string; message: string; hint: string } }
  ).error;
  expect(code).toBe("MOMENTO_HOST_FOREIGN");
  expect(message).toMatch(says);
  expect(hint).toContain("under momentohq.com");
  expect(told).not.toContain(V2);
}

test.each(placesOf("evil.example"))("a foreign host: $name", refused);

test.each(
  placesOf(HERE).filter(({ name }) =>
    /^(origin\.endpoint|--momento-endpoint|MOMENTO_ENDPOINT|the settings)/.test(name),
  ),
)("this machine, for a run in the clouds: $name", refused);

test("this machine over plain HTTP as account API of a run in the clouds", () =>
  refused({
    name: "",
    args: [...MAKE, "--revocable-keys", "--momento-account-url", `http://${HERE}`],
    env: WITH_V2,
    says: /--momento-account-url \(the command line\)/,
  }));

test.each([
  ["momentoRest", "https://evil.example"],
  ["momentoRest", `https://api.cache.${CELL}`],
  ["momentoGrpc", "evil.example:443"],
  ["momentoAccount", "http://127.0.0.1.evil.example"],
  ["sts", "http://127.0.0.1:9@evil.example"],
  ["medialive", "http://169.254.169.254"],
])("a rehearsal whose sandbox.json sends %s to %s", async (name, value) => {
  for (const args of [["init", "--yes"], ["doctor"], ["status"]])
    await refused({
      name: "",
      args: [...args, "--sandbox"],
      files: { ".live-origin/sandbox.json": sandboxFile({ [name]: value }) },
      says: new RegExp(`endpoints\\.${name} \\(.*sandbox\\.json\\)`),
    });
});

test("a rehearsal refuses a foreign endpoint, and takes this machine or a cell of the file for its sandbox", async () => {
  const files = { ".live-origin/sandbox.json": sandboxFile({}) };
  await refused({
    name: "",
    args: [...DRY, "--sandbox", "--momento-endpoint", "evil.example"],
    files,
    says: /--momento-endpoint \(the command line\)/,
  });
  for (const endpoint of [HERE, "localhost:8080", CELL]) {
    const run = await runCli([...DRY, "--sandbox", "--offline", "--momento-endpoint", endpoint], {
      cwd: folder.path,
      env: {},
    });
    expect(run.code, run.stderr).toBe(0);
  }
});
