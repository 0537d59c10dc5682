import { expect, test } from "vitest";
import { nothingObserved, planStack } from "../../../src/core/engine/plan.ts";
import type { Resource } from "../../../src/core/engine/resource.ts";
import { cachePolicyResource } from "../../../src/services/cloudfront/cache-policy.ts";
import { distributionResource } from "../../../src/services/cloudfront/distribution.ts";
import { functionResource } from "../../../src/services/cloudfront/function.ts";
import { channelResource } from "../../../src/services/medialive/channel.ts";
import { inputResource } from "../../../src/services/medialive/input.ts";
import { inputSecurityGroupResource } from "../../../src/services/medialive/security-group.ts";
import { Secret } from "../../../src/config/secret.ts";
import { modelProblems } from "./aws-model.ts";
import { contextOf, tutorialSpec } from "./tutorial-context.ts";

const nobody = (): Promise<never> => Promise.reject(new Error("a plan must not connect"));
const resources = [
  inputSecurityGroupResource(nobody),
  inputResource(nobody),
  channelResource(nobody),
  functionResource(nobody),
  cachePolicyResource(nobody),
  distributionResource(nobody),
] as readonly Resource[];

test("a plan made offline, with no keys and no account, holds requests that the models accept", () => {
  const context = {
    ...contextOf(tutorialSpec({ cdn: { playlistCacheSeconds: 1 } })),
    account: "000000000000",
    secrets: { encoderKey: Secret.pending(), playerKey: Secret.pending() },
  };
  const { steps } = planStack(resources, context, nothingObserved(resources));
  const calls = steps.flatMap((step) => step.calls);
  expect(calls.map(({ operation }) => operation)).toEqual([
    "CreateInputSecurityGroup",
    "CreateInput",
    "CreateChannel",
    "CreateFunction",
    "PublishFunction",
    "CreateCachePolicy",
    "CreateDistributionWithTags",
  ]);
  expect(calls.flatMap(modelProblems)).toEqual([]);
});
