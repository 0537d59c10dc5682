import type { CallOptions, RetryOptions } from "../../../src/services/aws/call-options.ts";
import type { AwsAccess } from "../../../src/services/aws/aws-options.ts";
import { connectIam, type IamClient } from "../../../src/services/iam/client.ts";
import { connectIdentity, type IdentityClient } from "../../../src/services/iam/identity-client.ts";
import { connectMomento, type MomentoClient } from "../../../src/services/momento/client.ts";
import { connectPricing, type PricingClient } from "../../../src/services/pricing/client.ts";
import { connectScheduler, type SchedulerClient } from "../../../src/services/scheduler/client.ts";
import { connectSsm, type SsmClient } from "../../../src/services/ssm/client.ts";
import { Secret } from "../../../src/config/secret.ts";
import {
  parseFault,
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from "../../../src/sandbox/index.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Our clients, connected to a sandbox over the wire. */
export type ServiceBed = {
  readonly sandbox: RunningSandbox;
  readonly momento: MomentoClient;
  readonly iam: IamClient;
  readonly ssm: SsmClient;
  readonly identity: IdentityClient;
  readonly scheduler: SchedulerClient;
  readonly pricing: PricingClient;
  readonly callOptions: CallOptions;
  /** What was said about retries. */
  readonly retries: string[];
  /** Every call that reached the sandbox: `iam:CreateRole`. */
  readonly calls: string[];
  /** Faults as on the command line: `iam:CreateRole drop after`. */
  fault(...texts: readonly string[]): void;
  /** Another Momento client, with this key. */
  momentoWith(apiKey: string): MomentoClient;
  close(): Promise<void>;
};

/** Retries do not wait, so that no test does. */
export const QUICK: RetryOptions = {
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  random: () => 0,
};

/** Starts a sandbox and connects our own clients to it. */
export async function startServices(options: SandboxOptions = {}): Promise<ServiceBed> {
  const calls: string[] = [];
  const sandbox = await startSandbox({
    latency: "instant",
    ffmpegPath: "none",
    ...options,
    onCall: (phase, call) => {
      if (phase === "before") calls.push(`${call.service}:${call.operation}`);
    },
  });
  const { endpoints } = sandbox;
  const access = (endpoint: string): AwsAccess => ({
    region: sandbox.defaults.region,
    endpoint,
    credentials: { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal-only" },
  });
  const retries: string[] = [];
  const momentos: MomentoClient[] = [];
  const momentoWith = (apiKey: string): MomentoClient => {
    const client = connectMomento({
      apiKey: Secret.of(apiKey),
      loopback: { grpcTarget: endpoints.momentoGrpc, restUrl: endpoints.momentoRest },
      ...QUICK,
    });
    momentos.push(client);
    return client;
  };
  const aws = {
    iam: connectIam(access(endpoints.iam), QUICK),
    ssm: connectSsm(access(endpoints.ssm), QUICK),
    identity: connectIdentity(access(endpoints.sts), QUICK),
    scheduler: connectScheduler(access(endpoints.scheduler), QUICK),
    pricing: connectPricing(access(endpoints.pricing), QUICK),
  };
  return {
    ...aws,
    sandbox,
    momento: momentoWith(sandbox.momentoApiKey),
    momentoWith,
    callOptions: {
      signal: new AbortController().signal,
      onRetry: ({ reason }) => void retries.push(reason),
    },
    retries,
    calls,
    fault: (...texts) => sandbox.setFaults(texts.map((text) => parseFault(text))),
    close: async () => {
      for (const client of [...momentos, ...Object.values(aws)]) client.close();
      await sandbox.close();
    },
  };
}
