import type { ResourceKind } from "../core/state/state.ts";
import { LiveOriginError } from "../config/failure.ts";
import { schedulerRoleName } from "../config/names.ts";
import type { CallOptions } from "./aws/call-options.ts";
import type { CloudFrontClient } from "./cloudfront/client.ts";
import type { IamClient } from "./iam/client.ts";
import type { MediaLiveClient } from "./medialive/api.ts";
import { type Role, stackOfRole } from "./momento/stack-role.ts";
import type { SchedulerClient } from "./scheduler/client.ts";
import { stackOfSchedule } from "./scheduler/found-schedule.ts";
import type { SsmClient } from "./ssm/client.ts";

/** A resource in the cloud that says which stack it belongs to. */
export type TaggedResource = {
  readonly kind: ResourceKind;
  /** As shown: an id, or the name where that is the id. */
  readonly id: string;
  readonly stackName: string;
  /** 16 hex digits. */
  readonly stackId: string;
};

/** A schedule that says which stack it belongs to: no part of a stack, which it outlives only by mistake. */
export type StackSchedule = Omit<TaggedResource, "kind"> & { readonly kind: "schedule" };

/** The schedules of any stack in a region, by name and description. Reads only; all pages. */
export async function findStackSchedules(
  client: () => Promise<Pick<SchedulerClient, "findSchedules" | "getSchedule">>,
  callOptions: CallOptions,
): Promise<readonly StackSchedule[]> {
  const scheduler = await client();
  const names = await scheduler.findSchedules("live-origin-", callOptions);
  const found = await Promise.all(names.map((name) => scheduler.getSchedule(name, callOptions)));
  return found.flatMap((schedule) => {
    const owner = schedule === undefined ? undefined : stackOfSchedule(schedule);
    return schedule === undefined || owner === undefined
      ? []
      : [{ kind: "schedule", id: schedule.name, ...owner }];
  });
}

/** Where to look. */
type TaggedResourceClients = {
  readonly medialive: () => Promise<
    Pick<MediaLiveClient, "listChannels" | "listInputs" | "listSecurityGroups">
  >;
  readonly cloudfront: () => Promise<
    Pick<CloudFrontClient, "listDistributions" | "listFunctions" | "listCachePolicies" | "tagsOf">
  >;
  readonly iam: () => Promise<Pick<IamClient, "findRoles">>;
  readonly ssm: () => Promise<Pick<SsmClient, "findParameters" | "tags">>;
  /** Roles of the Momento account; undefined where they cannot be asked for. */
  readonly roles?: ((callOptions: CallOptions) => Promise<readonly Role[]>) | undefined;
  /** Told of a service that refuses, whose share is then missing; without it the refusal is thrown. */
  readonly onUnseen?: ((service: string, error: LiveOriginError) => void) | undefined;
};

type Tags = Readonly<Record<string, string | undefined>>;

/**
 * Everything of any stack in a region, by tag or comment, state or no state; the roles of keys by name and description. Reads
 * only; all pages. A Momento cache carries nothing of the kind and is not found this way.
 */
export async function findTaggedResources(
  clients: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
): Promise<readonly TaggedResource[]> {
  const { onUnseen } = clients;
  const found = await Promise.all(
    Object.entries(LOOKS).map(async ([service, look]) => {
      try {
        return await look(clients, region, callOptions);
      } catch (error) {
        if (onUnseen === undefined || !(error instanceof LiveOriginError)) throw error;
        onUnseen(service, error);
        return [];
      }
    }),
  );
  return found.flat();
}

async function fromMediaLive(
  clients: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
): Promise<readonly TaggedResource[]> {
  const medialive = await clients.medialive();
  const [channels, inputs, groups] = await Promise.all([
    medialive.listChannels(callOptions),
    medialive.listInputs(callOptions),
    medialive.listSecurityGroups(callOptions),
  ]);
  return [
    ...channels.flatMap(({ id, tags }) => tagged({ kind: "channel", id, tags, region })),
    ...inputs.flatMap(({ Id, Tags }) => tagged({ kind: "input", id: Id, tags: Tags, region })),
    ...groups.flatMap(({ Id, Tags }) =>
      tagged({ kind: "inputSecurityGroup", id: Id, tags: Tags, region }),
    ),
  ];
}

async function fromIam(
  clients: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
): Promise<readonly TaggedResource[]> {
  const roles = await (await clients.iam()).findRoles("live-origin-", callOptions);
  return roles.flatMap(({ name, tags }) =>
    tagged({ kind: kindOfRole(name, tags), id: name, tags, region }),
  );
}

/** Which of a stack's two roles a name is. */
function kindOfRole(name: string, tags: Tags): "role" | "schedulerRole" {
  const [stack, id, region] = ["name", "stack", "region"].map((tag) => tags[`live-origin:${tag}`]);
  if (stack === undefined || id === undefined || region === undefined) return "role";
  return name === schedulerRoleName({ name: stack, region, stackId: id })
    ? "schedulerRole"
    : "role";
}

async function fromSsm(
  clients: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
): Promise<readonly TaggedResource[]> {
  const ssm = await clients.ssm();
  const names = await ssm.findParameters("/medialive/live-origin/", callOptions);
  const found = await Promise.all(
    names.map(async (name) =>
      tagged({ kind: "parameter", id: name, tags: await ssm.tags(name, callOptions), region }),
    ),
  );
  return found.flat();
}

async function fromCloudFront(
  clients: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
): Promise<readonly TaggedResource[]> {
  const cloudfront = await clients.cloudfront();
  const [distributions, functions, policies] = await Promise.all([
    cloudfront.listDistributions(callOptions),
    cloudfront.listFunctions(callOptions),
    cloudfront.listCachePolicies(callOptions),
  ]);
  // Comments name no region: a distribution's tags do, and the others' names.
  const ours = distributions.filter(({ comment, staging }) => !staging && isOurs(comment));
  const tags = await Promise.all(ours.map(({ arn }) => cloudfront.tagsOf(callOptions, arn)));
  const named = [
    ...functions.map(({ name, comment }) => ({
      kind: "function" as const,
      name,
      id: name,
      comment,
    })),
    ...policies.map(({ id, config }) => ({
      kind: "cachePolicy" as const,
      name: config.Name ?? "",
      id,
      comment: config.Comment ?? "",
    })),
  ];
  return [
    ...ours.flatMap(({ id }, index) =>
      tagged({ kind: "distribution", id, tags: tags[index], region }),
    ),
    ...named
      .filter(({ name }) => new RegExp(`-${region}-[0-9a-f]{8}$`).test(name))
      .flatMap(({ kind, id, comment }) => commented(kind, id, comment)),
  ];
}

async function fromMomento(
  { roles = () => Promise.resolve([]) }: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
): Promise<readonly TaggedResource[]> {
  return (await roles(callOptions)).flatMap((role) => {
    const of = stackOfRole(role, region);
    return of === undefined ? [] : [{ ...of, id: role.role_name }];
  });
}

type Look = (
  clients: TaggedResourceClients,
  region: string,
  callOptions: CallOptions,
) => Promise<readonly TaggedResource[]>;

const LOOKS: Readonly<Record<string, Look>> = {
  MediaLive: fromMediaLive,
  IAM: fromIam,
  "Systems Manager": fromSsm,
  CloudFront: fromCloudFront,
  Momento: fromMomento,
};

const COMMENT = /^live-origin (\S+) ([0-9a-f]{16})$/;

function isOurs(comment: string): boolean {
  return COMMENT.test(comment);
}

function commented(kind: ResourceKind, id: string, comment: string): readonly TaggedResource[] {
  const [, stackName, stackId] = COMMENT.exec(comment) ?? [];
  return stackName === undefined || stackId === undefined ? [] : [{ kind, id, stackName, stackId }];
}

function tagged({
  kind,
  id,
  tags,
  region,
}: {
  readonly kind: ResourceKind;
  readonly id: string | undefined;
  readonly tags: Tags | undefined;
  readonly region: string;
}): readonly TaggedResource[] {
  const stackName = tags?.["live-origin:name"];
  const stackId = tags?.["live-origin:stack"];
  const isComplete = id !== undefined && stackName !== undefined && stackId !== undefined;
  return isComplete && tags?.["live-origin:region"] === region
    ? [{ kind, id, stackName, stackId }]
    : [];
}
