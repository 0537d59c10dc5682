import fc from "fast-check";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSandbox, type RunningSandbox } from "../../../src/sandbox/index.ts";
import { arbitraryLie } from "./arbitrary-lie.ts";
import { runInProcess, type ProgramRun } from "./in-process.ts";
import { lyingProxy, type LyingProxy } from "./lying-proxy.ts";
import { seeded } from "../../unit/seeded.ts";

const SERVICES = ["medialive", "cloudfront", "iam", "sts", "ssm"] as const;
type Service = (typeof SERVICES)[number];

let sandbox: RunningSandbox;
const proxies = new Map<Service, LyingProxy>();
let cwd: string;

beforeAll(async () => {
  sandbox = await startSandbox({ latency: "instant", rtmpPort: 0 });
  for (const service of SERVICES)
    proxies.set(service, await lyingProxy(sandbox.endpoints[service]));
  cwd = await mkdtemp(join(tmpdir(), "live-origin-lies-"));
  await mkdir(join(cwd, ".live-origin"));
  await writeFile(
    join(cwd, ".live-origin/sandbox.json"),
    JSON.stringify({
      id: sandbox.id,
      pid: process.pid,
      endpoints: {
        ...sandbox.endpoints,
        ...Object.fromEntries([...proxies].map(([service, { url }]) => [service, url])),
      },
      momentoApiKey: sandbox.momentoApiKey,
      defaults: sandbox.defaults,
    }),
  );
});
afterAll(async () => {
  for (const proxy of proxies.values()) await proxy.close();
  await sandbox.close();
  await rm(cwd, { recursive: true, force: true });
});

const run = (...argv: readonly string[]): Promise<ProgramRun> =>
  runInProcess([...argv, "--sandbox", "--json"], { cwd });

/** Lies about the calls of one service from the `from`th on, `count` times. */
function lieAbout(service: Service, lie: LyingProxy["lie"], from: number, count: number): void {
  const proxy = proxies.get(service);
  if (proxy === undefined) throw new Error(service);
  let seen = 0;
  proxy.lie = (answer) => {
    seen += 1;
    return seen > from && seen <= from + count && lie !== undefined ? lie(answer) : answer;
  };
}

function tellTheTruth(): void {
  for (const proxy of proxies.values()) proxy.lie = undefined;
}

/** It ended, and if badly, then with a failure that somebody wrote. */
function expectMessage({ code, stdout, stderr }: ProgramRun): void {
  const document = JSON.parse(stdout) as { error?: { code: string; message: string } };
  if (code === 0 || document.error === undefined) return;
  expect(document.error.code, `${document.error.message}\n${stderr}`).not.toBe("BUG");
  expect(document.error.message).not.toBe("");
}

const lies = fc.record({
  service: fc.constantFrom(...SERVICES),
  lie: arbitraryLie,
  from: fc.nat(8),
  count: fc.constantFrom(1, 1, 2, 1000),
});

const STACK = ["--encoder-auth", "parameter-store", "--playlist-cache-seconds", "1"];

test("a look at a stack survives every answer", async () => {
  const made = await run("init", "--yes", ...STACK);
  expect(made.code, made.stdout).toBe(0);
  await fc.assert(
    fc.asyncProperty(
      lies,
      fc.constantFrom(["init", "--dry-run", ...STACK], ["status"], ["teardown", "--orphans"]),
      async ({ service, lie, from, count }, argv) => {
        lieAbout(service, lie, from, count);
        try {
          expectMessage(await run(...argv));
        } finally {
          tellTheTruth();
        }
      },
    ),
    seeded("answers to reads", 1500),
  );
  const removed = await run("teardown", "--confirm", "live-origin");
  expect(removed.code, removed.stdout).toBe(0);
});

test("making and removing a stack survives every answer, and the truth repairs what lies did", async () => {
  await fc.assert(
    fc.asyncProperty(lies, fc.boolean(), async ({ service, lie, from, count }, whileMaking) => {
      if (!whileMaking) expect((await run("init", "--yes", ...STACK)).code).toBe(0);
      lieAbout(service, lie, from * 3, count);
      try {
        const argv = whileMaking
          ? ["init", "--yes", ...STACK]
          : ["teardown", "--confirm", "live-origin"];
        expectMessage(await run(...argv));
      } finally {
        tellTheTruth();
      }
      expectMessage(await run("teardown", "--confirm", "live-origin"));
    }),
    seeded("answers to writes", 300),
  );
});
