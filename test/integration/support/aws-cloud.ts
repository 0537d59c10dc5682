import { IAMClient } from "@aws-sdk/client-iam";
import { MediaLiveClient } from "@aws-sdk/client-medialive";
import { PricingClient } from "@aws-sdk/client-pricing";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { EncoderJob } from "../../../src/sandbox/encoder/job.ts";
import { createGate, type Fault } from "../../../src/sandbox/faults.ts";
import { createIam } from "../../../src/sandbox/iam/iam.ts";
import { evaluatePolicy } from "../../../src/sandbox/iam/policy.ts";
import type { PreloadedRole } from "../../../src/sandbox/iam/role.ts";
import {
  createMediaLive,
  type MediaLiveOptions,
} from "../../../src/sandbox/medialive/medialive.ts";
import { createPricing } from "../../../src/sandbox/pricing/pricing.ts";
import type { Offers } from "../../../src/sandbox/pricing/operations.ts";
import { createScheduler } from "../../../src/sandbox/scheduler/scheduler.ts";
import { serve } from "../../../src/sandbox/serve.ts";
import { createSsm } from "../../../src/sandbox/ssm/ssm.ts";
import { createSts } from "../../../src/sandbox/sts/sts.ts";
import type { Latency, LogLine, World } from "../../../src/sandbox/world.ts";
import { manualClock, type ManualClock } from "./manual-clock.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export const ACCOUNT = "123456789012";

type Job = EncoderJob & { stopped: boolean };

export type AwsCloud = {
  readonly clock: ManualClock;
  readonly lines: readonly LogLine[];
  /** What the fake encoder was given, in order. */
  readonly jobs: readonly Job[];
  readonly medialive: MediaLiveClient;
  readonly iam: IAMClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
  readonly scheduler: SchedulerClient;
  readonly pricing: PricingClient;
  readonly medialiveUrl: string;
  /** A MediaLive client of another region. */
  medialiveIn(region: string): MediaLiveClient;
  inventory(): readonly { readonly kind: string; readonly id: string; readonly tags?: unknown }[];
  /** Allows only what the policy allows, from now on. */
  restrict(policy: unknown): void;
  close(): Promise<void>;
};

export type AwsCloudOptions = {
  readonly latency?: Latency;
  readonly faults?: readonly Fault[];
  readonly roles?: readonly PreloadedRole[];
  readonly medialive?: Partial<MediaLiveOptions>;
  /** What the price list offers; default the sandbox's own lines. */
  readonly offers?: Offers;
  /** Makes the fake encoder fail to start. */
  readonly encoderFails?: boolean;
};

/** MediaLive, IAM, STS and Parameter Store on loopback with the real SDK's clients and an encoder that only takes notes. */
export async function startAwsCloud(options: AwsCloudOptions = {}): Promise<AwsCloud> {
  const clock = manualClock();
  const lines: LogLine[] = [];
  const jobs: Job[] = [];
  const closing = new AbortController();
  let policy: unknown;
  const world: World = {
    id: "test",
    clock,
    gate: createGate({ faults: options.faults, clock }),
    latency: options.latency ?? "instant",
    account: ACCOUNT,
    log: (line) => void lines.push(line),
    allows: (action, resource, context) =>
      policy === undefined || evaluatePolicy({ document: policy, action, resource, context }),
    closing: closing.signal,
  };
  const iam = createIam(world, { roles: options.roles });
  const ssm = createSsm(world, { region: "us-west-2" });
  const sts = createSts(world);
  const medialive = createMediaLive(world, {
    iam,
    ssm,
    udpPort: 0,
    startEncoder(job) {
      if (options.encoderFails === true) return Promise.reject(new Error("no picture"));
      const noted: Job = { ...job, stopped: false };
      jobs.push(noted);
      return Promise.resolve({
        stop() {
          noted.stopped = true;
          return Promise.resolve();
        },
      });
    },
    ...options.medialive,
  });
  const scheduler = createScheduler(
    { world, iam, targets: { medialive: medialive.service } },
    { region: "us-west-2" },
  );
  const pricing = createPricing(options.offers);
  const services = [iam, ssm, sts, medialive, scheduler, pricing].map(({ service }) => service);
  const listeners = await Promise.all(services.map((service) => serve(world, service)));
  const [
    iamUrl = "",
    ssmUrl = "",
    stsUrl = "",
    medialiveUrl = "",
    schedulerUrl = "",
    pricingUrl = "",
  ] = listeners.map(({ url }) => url);
  const common = (endpoint: string, region = "us-west-2") => ({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal" },
  });
  const clients = {
    medialive: new MediaLiveClient(common(medialiveUrl)),
    iam: new IAMClient(common(iamUrl)),
    ssm: new SSMClient(common(ssmUrl)),
    sts: new STSClient(common(stsUrl)),
    scheduler: new SchedulerClient(common(schedulerUrl)),
    pricing: new PricingClient(common(pricingUrl, "us-east-1")),
  };
  return {
    ...clients,
    clock,
    lines,
    jobs,
    medialiveUrl,
    medialiveIn: (region) => new MediaLiveClient(common(medialiveUrl, region)),
    inventory: () => [iam, ssm, medialive, scheduler].flatMap((one) => one.inventory()),
    restrict(next) {
      policy = next;
    },
    async close() {
      closing.abort();
      for (const client of Object.values(clients)) client.destroy();
      await medialive.close();
      await Promise.all(listeners.map((listener) => listener.close()));
    },
  };
}

/** The name of the error that a call ends with; fails when it succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("the call was not refused");
}
