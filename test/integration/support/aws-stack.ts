import { applyPlan, type Outcome } from "../../../src/core/engine/apply.ts";
import type { ApplyContext } from "../../../src/core/engine/apply-context.ts";
import type { Clock } from "../../../src/core/engine/clock.ts";
import type { ProvisionEvent } from "../../../src/core/engine/events.ts";
import { observeAll, planStack, planTeardown, type Plan } from "../../../src/core/engine/plan.ts";
import type { Resource, PlanContext, SecretStore } from "../../../src/core/engine/resource.ts";
import { createStateStore, type StateStore } from "../../../src/core/state/state-store.ts";
import type { ResourceStates, State } from "../../../src/core/state/state.ts";
import {
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from "../../../src/sandbox/index.ts";
import { cachePolicyResource } from "../../../src/services/cloudfront/cache-policy.ts";
import { connectCloudFront } from "../../../src/services/cloudfront/client.ts";
import { distributionResource } from "../../../src/services/cloudfront/distribution.ts";
import { functionResource } from "../../../src/services/cloudfront/function.ts";
import { connectIam } from "../../../src/services/iam/client.ts";
import { roleResource } from "../../../src/services/iam/role.ts";
import { channelResource } from "../../../src/services/medialive/channel.ts";
import { connectMediaLive } from "../../../src/services/medialive/client.ts";
import { inputResource } from "../../../src/services/medialive/input.ts";
import { inputSecurityGroupResource } from "../../../src/services/medialive/security-group.ts";
import { Secret } from "../../../src/config/secret.ts";
import type { Spec } from "../../../src/config/spec.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** A clock whose pauses take no time and are counted as if they had. */
function skippingClock(): Clock {
  let skippedMs = 0;
  return {
    now: () => Date.now() + skippedMs,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        skippedMs += milliseconds;
        setTimeout(resolve, 2);
      }),
  };
}

const noKeys: SecretStore = {
  get: () => undefined,
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

/** The AWS half of a stack in one sandbox: real clients, the real engine, a state in memory. */
export type AwsStack = {
  readonly sandbox: RunningSandbox;
  readonly medialive: ReturnType<typeof connectMediaLive>;
  readonly cloudfront: ReturnType<typeof connectCloudFront>;
  readonly events: readonly ProvisionEvent[];
  readonly applying: ApplyContext;
  resources(): ResourceStates;
  planContext(): PlanContext;
  /** From now on another Spec is wanted. */
  want(spec: Spec): void;
  /** From now on the keys are others. */
  useKeys(encoder: string, player: string): void;
  /** As after a lost disk: the same stack id, nothing known. */
  forgetResources(): void;
  plan(): Promise<Plan>;
  planTeardown(): Promise<Plan>;
  apply(): Promise<Outcome>;
  teardown(): Promise<Outcome>;
};

export type AwsStackOptions = {
  readonly stackId?: string;
  /** Shares another stack's sandbox. */
  readonly sandbox?: RunningSandbox;
};

/** Starts a sandbox for a stack; close `sandbox` in the end. */
export async function startAwsStack(
  spec: Spec,
  options: AwsStackOptions & SandboxOptions = {},
): Promise<AwsStack> {
  const { stackId = "0123456789abcdef", ...rest } = options;
  const sandbox =
    options.sandbox ??
    (await startSandbox({ latency: "instant", ffmpegPath: "none", rtmpPort: 0, ...rest }));
  const access = (endpoint: string) => ({
    endpoint,
    region: spec.region,
    credentials: { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" },
  });
  const clock = skippingClock();
  const retries = { clock, random: () => 0.5 };
  const medialive = connectMediaLive(access(sandbox.endpoints.medialive), retries);
  const cloudfront = connectCloudFront(access(sandbox.endpoints.cloudfront), retries);
  const iam = connectIam(access(sandbox.endpoints.iam), retries);
  let wanted = spec;
  let keys = { encoderKey: Secret.of("eyJlbmNvZGVy"), playerKey: Secret.of("eyJwbGF5ZXI") };
  let store = newStore(spec, stackId, clock);
  const events: ProvisionEvent[] = [];
  const planContext = (): PlanContext => ({
    spec: wanted,
    stackId,
    account: sandbox.account,
    momentoRestUrl: sandbox.endpoints.momentoRest,
    resources: store.current().resources,
    secrets: keys,
  });
  const fast = { pollMs: 100 };
  const resources = [
    roleResource(() => Promise.resolve(iam)),
    inputSecurityGroupResource(() => Promise.resolve(medialive), fast),
    inputResource(() => Promise.resolve(medialive), fast),
    channelResource(() => Promise.resolve(medialive), fast),
    functionResource(() => Promise.resolve(cloudfront), fast),
    cachePolicyResource(() => Promise.resolve(cloudfront), fast),
    distributionResource(() => Promise.resolve(cloudfront), fast),
  ] as readonly Resource[];
  const { signal } = new AbortController();
  const applying: ApplyContext = {
    resources,
    get store() {
      return store;
    },
    planContext,
    secrets: noKeys,
    clock,
    signal,
    emit: (event) => events.push(event),
  };
  const plan = async (): Promise<Plan> =>
    planStack(resources, planContext(), await observeAll(resources, planContext(), signal));
  const teardownPlan = async (): Promise<Plan> =>
    planTeardown(resources, planContext(), await observeAll(resources, planContext(), signal));
  return {
    sandbox,
    medialive,
    cloudfront,
    events,
    applying,
    resources: () => store.current().resources,
    planContext,
    want: (next) => {
      wanted = next;
    },
    useKeys: (encoder, player) => {
      keys = { encoderKey: Secret.of(encoder), playerKey: Secret.of(player) };
    },
    forgetResources: () => {
      store = newStore(spec, stackId, clock);
    },
    plan,
    planTeardown: teardownPlan,
    apply: async () => applyPlan(applying, await plan()),
    teardown: async () => applyPlan(applying, await teardownPlan()),
  };
}

function newStore(spec: Spec, stackId: string, clock: Clock): StateStore {
  const state: State = {
    version: 1,
    name: spec.name,
    stackId,
    target: { kind: "sandbox", id: "test" },
    region: spec.region,
    createdAt: new Date(0).toISOString(),
    resources: {},
  };
  return createStateStore(
    state,
    () => Promise.resolve(),
    () => clock.now(),
  );
}

/** `channel update`, `distribution keep` …: what a plan does, but for what it leaves alone. */
export function actions(plan: Plan): readonly string[] {
  return plan.steps
    .filter(({ action }) => action !== "keep")
    .map(({ resource, action }) => `${resource} ${action}`);
}

/** The errors of an outcome, for tests that expect none. */
export function failures(outcome: Outcome): readonly unknown[] {
  return outcome.failed.map(({ step, error }) => [step.resource, error]);
}

/** The kinds of what exists in the sandbox at AWS. */
export function awsKinds(sandbox: RunningSandbox): readonly string[] {
  return sandbox
    .inventory()
    .filter(({ service }) => service !== "momento")
    .map(({ kind }) => kind)
    .toSorted();
}
