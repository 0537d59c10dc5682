import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Host } from "../../../src/core/host.ts";
import type { HostEvent } from "../../../src/core/host-events.ts";
import type { ProvisionRequest } from "../../../src/core/provision/open-and-plan.ts";
import { previewProvision } from "../../../src/core/provision/preview-provision.ts";
import { provisionStack } from "../../../src/core/provision/provision-stack.ts";
import { RESOURCE_KINDS } from "../../../src/core/state/state.ts";
import { teardownStack } from "../../../src/core/teardown/teardown-stack.ts";
import { startSandbox } from "../../../src/sandbox/index.ts";
import { LEAST, specOf, withChannel } from "../config/given.ts";

/** All that the core needs of whoever runs it: no process, no flags, no terminal. */
function hostOf(folder: string, facts: HostEvent[]): Host {
  return {
    emit: (fact) => facts.push(fact),
    decide: () => Promise.resolve(true),
    clock: { now: () => Date.now(), sleep: (ms, signal) => sleep(ms / 20, undefined, { signal }) },
    random: () => 0.5,
    signal: new AbortController().signal,
    folder,
    machine: { name: "test", pid: 1, isAlive: () => true },
    commandLine: "test",
    commandFor: (verb, stackName) => `${verb} ${stackName}`,
  };
}

/** Something of which nothing but `known` may be asked. */
const untouchable = <Kind extends object>(known: Partial<Kind> = {}): Kind =>
  new Proxy(known as Kind, {
    get: (target, member) => {
      if (Object.hasOwn(target, member)) return target[member as keyof Kind];
      throw new Error(`${String(member)} was touched`);
    },
  });

test(
  "a stack is provisioned and torn down by a host of ten lines",
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "live-origin-host-"));
    const sandbox = await startSandbox({ latency: "instant", rtmpPort: 0 });
    try {
      const facts: HostEvent[] = [];
      const host = hostOf(folder, facts);
      const request: ProvisionRequest = {
        spec: specOf({ file: withChannel({ input: sandbox.defaults.input }) }),
        kinds: RESOURCE_KINDS,
        access: { profile: undefined, momentoKey: undefined, rehearsal: sandbox },
        givenKeys: {},
      };
      {
        await using stack = await provisionStack(host, request);
        const kinds = new Set(sandbox.inventory().map(({ kind }) => kind));
        expect([...kinds]).toEqual(
          expect.arrayContaining(["cache", "input", "channel", "distribution", "function"]),
        );
        expect(facts.map(({ type }) => type)).toEqual(
          expect.arrayContaining(["connected", "planned", "step.done"]),
        );
        await teardownStack(host, { stack });
      }
      expect(sandbox.inventory()).toEqual([]);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true });
    }
  },
);

test.each([
  ["provisionStack", provisionStack],
  ["previewProvision", previewProvision],
])("the first thing that %s does is to refuse segments that are too large", async (_name, job) => {
  const { channel, ...rest } = specOf({ file: LEAST });
  const ladder = channel.ladder.map((rung) => ({
    ...rung,
    videoKbps: 90_000,
    maxVideoKbps: 90_000,
  }));
  const request = untouchable<ProvisionRequest>({
    spec: { ...rest, channel: { ...channel, ladder } },
  });
  await expect(job(untouchable<Host>(), request)).rejects.toMatchObject({
    code: "SEGMENT_TOO_LARGE",
  });
});
