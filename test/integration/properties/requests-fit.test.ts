import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryKeyStore } from "../../../src/core/state/key-store.ts";
import { nothingObserved, planStack } from "../../../src/core/engine/plan.ts";
import { stackResources } from "../../../src/core/stack/stack-resources.ts";
import type { Clients } from "../../../src/core/stack/clients.ts";
import type { Call } from "../../../src/core/engine/call.ts";
import { Secret } from "../../../src/config/secret.ts";
import type { Spec } from "../../../src/config/spec.ts";
import { modelProblems, modelsInUse } from "../../unit/services/aws-model.ts";
import { contextOf } from "../../unit/services/tutorial-context.ts";
import { arbitraryConfig } from "../../unit/config/arbitrary-config.ts";
import { resolved } from "../../unit/config/given.ts";
import { seeded } from "../../unit/seeded.ts";

const nobody = (): Promise<never> => Promise.reject(new Error("a plan must not connect"));
const nowhere: Clients = {
  momento: nobody,
  account: nobody,
  hasMomento: true,
  momentoKey: undefined,
  hasAccount: false,
  medialive: nobody,
  cloudfront: nobody,
  iam: nobody,
  ssm: nobody,
  scheduler: nobody,
  pricing: nobody,
  serviceQuotas: nobody,
  identity: nobody,
  momentoRestUrl: "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com",
  pollMs: { medialive: 1, cloudfront: 1 },
  quietMs: 1,
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

function callsOf(spec: Spec): readonly Call[] {
  const resources = stackResources(nowhere, memoryKeyStore({}));
  const { steps } = planStack(resources, contextOf(spec), nothingObserved(resources));
  return steps.flatMap(({ calls }) => calls);
}

/** Every value in a request with the path to it. */
function* leaves(value: unknown, path = ""): Generator<readonly [string, unknown]> {
  const isLeaf = value instanceof Uint8Array || value instanceof Secret;
  if (typeof value !== "object" || value === null || isLeaf) {
    yield [path, value];
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(inner, `${path}.${key}`);
}

/**
 * Documented constraints, checked without the services' models: MediaLive API reference (ranges), IAM API reference (role
 * names), Systems Manager API reference (values of the standard tier), CloudFront quotas (function size, names).
 */
const LIMITS: readonly (readonly [RegExp, (value: unknown) => boolean])[] = [
  [/CreateChannel\.Name$/, (value) => typeof value === "string" && value.length > 0],
  [/\.Framerate(Numerator|Denominator)$/, positive],
  [/\.(Bitrate|MaxBitrate)$/, (value) => typeof value === "number" && value >= 1000],
  [/\.H264Settings\.(Bitrate|MaxBitrate)$/, Number.isInteger],
  [/\.SegmentLength$/, (value) => Number.isInteger(value) && Number(value) >= 1],
  [/\.(IndexNSegments)$/, (value) => Number(value) >= 3],
  [/\.(KeepSegments|NumRetries|FilecacheDuration|RestartDelay|ConnectionRetryInterval)$/, natural],
  [/\.(Width|Height)$/, (value) => Number.isInteger(value) && Number(value) % 2 === 0],
  [/\.Par(Numerator|Denominator)$/, positive],
  [/CreateRole\.RoleName$/, (value) => /^[\w+=,.@-]{1,64}$/.test(String(value))],
  [/PutParameter\.Name$/, (value) => /^\/[\w./-]{1,1010}$/.test(String(value))],
  [/CreateFunction\.Name$/, (value) => /^[a-zA-Z0-9-_]{1,64}$/.test(String(value))],
  [
    /FunctionCode$/,
    (value) => value instanceof Uint8Array && value.byteLength > 0 && value.byteLength <= 10_240,
  ],
  [/\.Comment$/, (value) => typeof value === "string" && value.length <= 128],
  [/\.(MinTTL|MaxTTL|DefaultTTL)$/, natural],
  [/\.Cidr$/, (value) => /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(String(value))],
  [/\.validForSeconds$/, positive],
  [/\.cacheName$/, (value) => /^[A-Za-z0-9][\w.-]{2,63}$/.test(String(value))],
];

function positive(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}

function natural(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

test("whatever Spec is accepted, its requests satisfy the documented constraints", ({
  annotate,
}) => {
  void annotate(modelsInUse());
  let accepted = 0;
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      const resolution = resolved({ file: config });
      if (!resolution.ok) return;
      accepted += 1;
      const calls = callsOf(resolution.spec);
      const aws = calls.filter(({ service }) => service !== "momento");
      expect(aws.flatMap(modelProblems)).toEqual([]);
      for (const { operation, input } of calls)
        for (const [path, value] of leaves(input, operation))
          for (const [pattern, isGood] of LIMITS)
            if (pattern.test(path) && value !== undefined && !(value instanceof Secret))
              expect(isGood(value), `${path} = ${JSON.stringify(value)}`).toBe(true);
    }),
    seeded("accepted Specs and their requests", 1500),
  );
  expect(accepted).toBeGreaterThan(20);
});
