import fc from "fast-check";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectClients, type Clients } from "../../../src/core/stack/clients.ts";
import { stackResources } from "../../../src/core/stack/stack-resources.ts";
import { readSandboxFile } from "../../../src/rehearsal/sandbox-file.ts";
import { readApplied } from "../../../src/core/state/applied-spec.ts";
import { readState, stackFiles } from "../../../src/core/state/stack-files.ts";
import { openKeyStore } from "../../../src/core/state/key-store.ts";
import type { Resource, PlanContext } from "../../../src/core/engine/resource.ts";
import { startSandbox, type RunningSandbox } from "../../../src/sandbox/index.ts";
import { LiveOriginError } from "../../../src/config/failure.ts";
import { Secret } from "../../../src/config/secret.ts";
import { specOf } from "../../unit/config/given.ts";
import { arbitraryLie } from "./arbitrary-lie.ts";
import { hastyClock, runInProcess, type ProgramRun } from "./in-process.ts";
import { lyingProxy, type LyingProxy } from "./lying-proxy.ts";
import { seeded } from "../../unit/seeded.ts";

const SERVICES = ["medialive", "cloudfront", "iam", "sts", "ssm"] as const;
type Service = (typeof SERVICES)[number];

let sandbox: RunningSandbox;
const proxies = new Map<Service, LyingProxy>();
let cwd: string;

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

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
  const made = await run("init", "--yes", ...STACK);
  expect(made.code, made.stdout).toBe(0);
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

const SECOND = ["--name", "second"];
const STACK = ["--encoder-auth", "parameter-store", "--playlist-cache-seconds", "1"];

/** The stack as the engine sees it: its resources, and what the state knows of them. */
async function knownStack(): Promise<{
  readonly clients: Clients;
  readonly resources: readonly Resource[];
  readonly context: PlanContext;
}> {
  const files = stackFiles(cwd, "live-origin", true);
  const rehearsal = await readSandboxFile({ cwd, isAlive: () => true });
  const state = await readState(files);
  if (rehearsal === undefined || state === undefined) throw new Error("there is no stack");
  const secrets = await openKeyStore(files.keys);
  const clients = connectClients(
    { clock: hastyClock(), random: () => 0.5 },
    {
      region: state.region,
      profile: undefined,
      momentoKey: Secret.of(rehearsal.momentoApiKey),
      momentoEndpoint: "",
      rehearsal,
    },
  );
  const context: PlanContext = {
    spec: specOf({ file: (await readApplied(files))?.settings }),
    stackId: state.stackId,
    account: "111122223333",
    momentoRestUrl: clients.momentoRestUrl,
    resources: state.resources,
    secrets: {
      encoderKey: secrets.get("encoderKey")?.apiKey ?? Secret.pending(),
      playerKey: secrets.get("playerKey")?.apiKey ?? Secret.pending(),
    },
  };
  return { clients, context, resources: stackResources(clients, secrets) };
}

const SERVICE_OF = {
  parameter: "ssm",
  role: "iam",
  input: "medialive",
  channel: "medialive",
  function: "cloudfront",
  cachePolicy: "cloudfront",
  distribution: "cloudfront",
} as const;

test("a look at a resource ends with what it is or with an error for users, whatever AWS answers", async () => {
  const { clients, resources, context } = await knownStack();
  const { signal } = new AbortController();
  const observed = resources.filter(({ kind }) => kind in SERVICE_OF);
  expect(observed).toHaveLength(7);
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...observed),
      fc.boolean(),
      arbitraryLie,
      fc.nat(2),
      async (resource, isKnown, lie, from) => {
        const service = SERVICE_OF[resource.kind as keyof typeof SERVICE_OF];
        const recorded = isKnown ? context.resources[resource.kind] : undefined;
        lieAbout(service, lie, from, 1000);
        try {
          const observation = await resource.observe(context, recorded, signal);
          if (observation.is !== "ours") return;
          const differences = resource.diff(context, observation.found, recorded);
          resource.interrupts?.(observation.found, {
            action: "update",
            differences,
            observed: new Map(),
          });
          resource.calls(context, { action: "update", found: observation.found, differences });
          seen += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(LiveOriginError);
          expect((error as LiveOriginError).hint).toMatch(/\S/);
          expect((error as LiveOriginError).message).not.toMatch(/eyJ/);
        } finally {
          tellTheTruth();
        }
      },
    ),
    seeded("answers to looks at resources", 800),
  );
  expect(seen).toBeGreaterThan(20);
  await clients[Symbol.asyncDispose]();
});

test("commands that look at a stack survive every answer", async () => {
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
    seeded("answers to commands that read", 80),
  );
});

test("making and removing a stack survives every answer, and the truth repairs what lies did", async () => {
  await fc.assert(
    fc.asyncProperty(lies, fc.boolean(), async ({ service, lie, from, count }, whileMaking) => {
      if (!whileMaking) expect((await run("init", "--yes", ...STACK, ...SECOND)).code).toBe(0);
      lieAbout(service, lie, from * 3, count);
      try {
        const argv = whileMaking
          ? ["init", "--yes", ...STACK, ...SECOND]
          : ["teardown", "--name", "second", "--confirm", "second"];
        expectMessage(await run(...argv));
      } finally {
        tellTheTruth();
      }
      expectMessage(await run("teardown", "--name", "second", "--confirm", "second"));
    }),
    seeded("answers to commands that write", 25),
  );
});
