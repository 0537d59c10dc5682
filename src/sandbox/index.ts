import { randomUUID } from "node:crypto";
import { systemClock } from "./clock.ts";
import { serveControl } from "./control.ts";
import { createGate } from "./faults.ts";
import { createIam } from "./iam/iam.ts";
import { checkPolicy, evaluatePolicy } from "./iam/policy.ts";
import { ON_DEMAND, PROVISIONED } from "./momento/limits.ts";
import { startMomento } from "./momento/momento.ts";
import type { RunningSandbox, SandboxOptions } from "./options.ts";
import { createRequestLog } from "./request-log.ts";
import { serve } from "./serve.ts";
import { createSsm } from "./ssm/ssm.ts";
import { createSts } from "./sts/sts.ts";
import { serveTestPattern } from "./test-pattern-url.ts";
import type { WireService } from "./wire.ts";
import type { World } from "./world.ts";

export { parseFaults } from "./fault-list.ts";
export { parseFault } from "./fault-text.ts";
export type { Fault } from "./faults.ts";
export type { GatedCall } from "./gate.ts";
export type { RunningSandbox, SandboxOptions, SandboxService, TlsAccess } from "./options.ts";
export type { InventoryItem, Latency, LogLine } from "./world.ts";

/** The account of AWS's own examples. */
const ACCOUNT = "111122223333";
const REGION = "us-west-2";

/** Starts all emulators on loopback. Rejects when a fixed port is in use, or with a policy that cannot be evaluated. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const clock = options.clock ?? systemClock;
  const closing = new AbortController();
  const log = createRequestLog(() => clock.now(), options.log);
  const gate = createGate({
    faults: options.faults,
    onCall: options.onCall,
    clock,
    closing: closing.signal,
  });
  const { policy } = options;
  if (policy !== undefined) checkPolicy(policy);
  const world: World = {
    id: randomUUID(),
    clock,
    gate,
    latency: options.latency ?? "brief",
    account: ACCOUNT,
    log: (line) => log.add(line),
    allows: (action, resource) => policy === undefined || evaluatePolicy(policy, action, resource),
    closing: closing.signal,
  };

  const open: { close(): Promise<void> }[] = [];
  const opened = async <T extends { close(): Promise<void> }>(starting: Promise<T> | T) => {
    const started = await starting;
    open.unshift(started);
    return started;
  };
  const close = async (): Promise<void> => {
    closing.abort(new Error("the sandbox is closing"));
    for (const one of open.splice(0)) await one.close();
  };
  try {
    const ports = options.ports ?? {};
    const momento = await opened(
      startMomento(world, {
        limits: options.accountLimits === "on-demand" ? ON_DEMAND : PROVISIONED,
        restPort: ports.momentoRest,
        grpcPort: ports.momentoGrpc,
        accountPort: ports.momentoAccount,
      }),
    );
    const pattern = await opened(serveTestPattern(world, ports.testPattern));
    const iam = await opened(createIam(world));
    const ssm = await opened(createSsm(world, { region: REGION }));
    const emulators = [momento, iam, ssm];
    const inventory: RunningSandbox["inventory"] = () =>
      emulators.flatMap((one) => one.inventory());
    const listen = async (service: WireService, port: number | undefined): Promise<string> =>
      (await opened(serve(world, service, { port: port ?? 0 }))).url;
    const control = await opened(
      serveControl(world, { faults: gate, log, inventory, port: ports.control }),
    );
    return {
      id: world.id,
      account: world.account,
      endpoints: {
        medialive: "",
        cloudfront: "",
        iam: await listen(iam.service, ports.iam),
        sts: await listen(createSts(world).service, ports.sts),
        ssm: await listen(ssm.service, ports.ssm),
        momentoRest: momento.restUrl,
        momentoGrpc: momento.grpcTarget,
        momentoAccount: momento.accountUrl,
        control: control.url,
      },
      momentoApiKey: momento.superUserKey,
      defaults: { region: REGION, input: { type: "mp4-file", url: pattern.patternUrl } },
      inventory,
      setFaults: (faults) => gate.set(faults),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
