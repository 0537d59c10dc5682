import type { Resource, SecretStore } from "../engine/resource.ts";
import type { ResourceKind } from "../state/state.ts";
import { cachePolicyResource } from "../../services/cloudfront/cache-policy.ts";
import { distributionResource } from "../../services/cloudfront/distribution.ts";
import { functionResource } from "../../services/cloudfront/function.ts";
import { roleResource } from "../../services/iam/role.ts";
import { channelResource } from "../../services/medialive/channel.ts";
import { inputResource } from "../../services/medialive/input.ts";
import { inputSecurityGroupResource } from "../../services/medialive/security-group.ts";
import { accessKeyResource } from "../../services/momento/access-key.ts";
import type { AccessKeyKind } from "../../services/momento/key-roles.ts";
import { cacheResource } from "../../services/momento/cache.ts";
import { schedulerRoleResource } from "../../services/scheduler/scheduler-role.ts";
import { parameterResource } from "../../services/ssm/parameter.ts";
import type { SpecPart } from "../../config/spec.ts";
import type { Clients } from "./clients.ts";
import type { ImportedKeys } from "../../services/momento/imported-keys.ts";

/** Which resources each part of the Spec makes. */
export const KINDS_OF: Readonly<Record<SpecPart, readonly ResourceKind[]>> = {
  origin: ["cache", "encoderKey", "playerKey"],
  channel: ["parameter", "role", "inputSecurityGroup", "input", "channel", "schedulerRole"],
  cdn: ["function", "cachePolicy", "distribution"],
};

/** What is to become of the stack's keys. */
type KeyOptions = {
  readonly imported?: ImportedKeys | undefined;
  /** Those that are replaced although they are good. */
  readonly renew?: readonly AccessKeyKind[] | undefined;
  /** Epoch milliseconds; without it an expired key is not noticed. */
  readonly now?: (() => number) | undefined;
  /** How long a removal waits for CloudFront, milliseconds; 0 leaves the rest to a later run. */
  readonly deployDeadlineMs?: number | undefined;
  /** Is a run of this stack to end by a schedule, or was one? */
  readonly endsBySchedule?: (() => boolean) | undefined;
};

/** All resources of a stack, in the order in which they are made. Nothing is connected before a resource needs its cloud. */
export function stackResources(
  clients: Clients,
  store: SecretStore,
  { imported = {}, renew = [], now, deployDeadlineMs, endsBySchedule }: KeyOptions = {},
): readonly Resource[] {
  const { momento, hasMomento, account, medialive, cloudfront, iam, ssm, pollMs } = clients;
  return [
    cacheResource(momento, hasMomento),
    accessKeyResource({
      kind: "encoderKey",
      client: momento,
      account,
      store,
      imported: imported.encoderKey,
      renew: renew.includes("encoderKey"),
      now,
    }),
    accessKeyResource({
      kind: "playerKey",
      client: momento,
      account,
      store,
      imported: imported.playerKey,
      renew: renew.includes("playerKey"),
      now,
    }),
    parameterResource(ssm),
    roleResource(iam),
    inputSecurityGroupResource(medialive, { pollMs: pollMs.medialive }),
    inputResource(medialive, { pollMs: pollMs.medialive }),
    channelResource(medialive, { pollMs: pollMs.medialive }),
    schedulerRoleResource(
      iam,
      ({ channel }) => channel.stopAfter !== undefined || endsBySchedule?.() === true,
    ),
    functionResource(cloudfront, { pollMs: pollMs.cloudfront }),
    cachePolicyResource(cloudfront, { pollMs: pollMs.cloudfront }),
    distributionResource(cloudfront, {
      pollMs: pollMs.cloudfront,
      ...(deployDeadlineMs === undefined ? {} : { deadlineMs: deployDeadlineMs }),
    }),
    // Each is asked only about what it found itself, which the one type for all of them cannot say.
  ] as readonly Resource[];
}
