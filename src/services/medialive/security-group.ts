import type { ResourceIds } from "../../core/state/resource-members.ts";
import type { InputSecurityGroup } from "@aws-sdk/client-medialive";
import { differences } from "../../core/engine/difference.ts";
import type { Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { poll } from "../../core/engine/wait.ts";
import { stackTags } from "../../config/names.ts";
import { answered } from "../aws/answered.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
import { classifyByRecord, observed } from "../ownership.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { MediaLiveClient } from "./api.ts";
import { call } from "./call.ts";
import {
  buildCreateInputSecurityGroup,
  buildUpdateInputSecurityGroup,
} from "./security-group-request.ts";
import { DEFAULT_POLL_MS, INPUT_DEADLINE_MS } from "./poll-options.ts";

const KIND = "inputSecurityGroup";

/** Who may push to the input. It has no name and no idempotency token: our tags are all there is to find it by. */
export function inputSecurityGroupResource(
  connect: () => Promise<MediaLiveClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<InputSecurityGroup> {
  const find = async (
    callOptions: CallOptions,
    context: PlanContext,
    recorded: ResourceState | undefined,
  ) => {
    const client = await connect();
    const byId = async (id: string): Promise<OwnedGroup | undefined> => {
      const group = await client.describeSecurityGroup(callOptions, id);
      return group === undefined ? undefined : owned(group);
    };
    const all = async (): Promise<readonly OwnedGroup[]> =>
      (await client.listSecurityGroups(callOptions)).map(owned);
    return classifyByRecord({ byId, all, context, recorded, noun: "input security group" });
  };
  return {
    kind: KIND,
    dependsOn: [],
    wanted: ({ channel }) =>
      channel.input?.type === "rtmp-push" || channel.input?.type === "rtp-push",
    observe: async (context, recorded, signal) =>
      observed(await find({ signal }, context, recorded), ({ group }) => ({
        found: group,
        ids: idsOf(group),
        status: group.State ?? "",
      })),
    diff: (context, found) =>
      differences(sorted(buildCreateInputSecurityGroup(context)), sorted(found)),
    calls: (context, { action, found }) => {
      if (action === "create" || action === "replace")
        return [call("CreateInputSecurityGroup", buildCreateInputSecurityGroup(context))];
      if (action === "update")
        return [call("UpdateInputSecurityGroup", buildUpdateInputSecurityGroup(context))];
      return action === "delete"
        ? [call("DeleteInputSecurityGroup", { InputSecurityGroupId: found?.Id })]
        : [];
    },
    create: async (effects) => {
      const client = await connect();
      const callOptions = callOptionsFor(effects, KIND);
      const { context, recorded } = effects;
      const ours = async (readBefore: boolean): Promise<InputSecurityGroup | undefined> => {
        const ownership = await find({ ...callOptions, readBefore }, context, recorded);
        return ownership.is === "ours" ? ownership.item.group : undefined;
      };
      const group =
        (await ours(true)) ??
        (await client.createSecurityGroup(
          callOptions,
          buildCreateInputSecurityGroup(context),
          // After a request of ours whose answer was lost.
          () => ours(false),
        ));
      await effects.persist({ ids: idsOf(group) });
    },
    update: async (effects, found) => {
      const client = await connect();
      const callOptions = callOptionsFor(effects, KIND);
      const { Id, Arn } = found;
      const request = {
        ...buildUpdateInputSecurityGroup(effects.context),
        InputSecurityGroupId: Id,
      };
      await client.updateSecurityGroup(callOptions, request);
      // UpdateInputSecurityGroup takes tags in the model, but only CreateTags is documented to set them on what exists.
      await client.setTags(
        callOptions,
        answered(Arn, "the group's ARN"),
        stackTags(stackIdentity(effects.context)),
      );
      await effects.persist({ ids: idsOf(found) });
    },
    remove: async (effects, found) => {
      const client = await connect();
      const groups = await client.listSecurityGroups(callOptionsFor(effects, KIND));
      // A creation whose answer was lost may have left a second one with our tags.
      const twins = groups.filter(
        ({ Id, Tags }) =>
          Id !== found.Id && Tags?.["live-origin:stack"] === effects.context.stackId,
      );
      for (const group of [found, ...twins])
        await removeGroup({ effects, client, id: answered(group.Id, "the group's id"), pollMs });
    },
  };
}

/** The group stays IN_USE for some seconds after its last input went. */
async function removeGroup({
  effects,
  client,
  id,
  pollMs,
}: {
  readonly effects: Effects;
  readonly client: MediaLiveClient;
  readonly id: string;
  readonly pollMs: number;
}): Promise<void> {
  const { clock, signal, emit } = effects;
  const callOptions = callOptionsFor(effects, KIND);
  await poll(
    { clock, signal, emit, resource: KIND },
    {
      until: "the input security group to be unused",
      everyMs: pollMs,
      deadlineMs: INPUT_DEADLINE_MS,
      read: () => client.describeSecurityGroup(callOptions, id),
      done: (group) => group === undefined || group.State === "IDLE",
      describe: (group) => group?.State ?? "DELETED",
      hint: "Detach it from other inputs, then run the same command again.",
    },
  );
  await client.deleteSecurityGroup(callOptions, id);
}

type OwnedGroup = {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly group: InputSecurityGroup;
};

function owned(group: InputSecurityGroup): OwnedGroup {
  return { id: answered(group.Id, "a group's id"), tags: group.Tags ?? {}, group };
}

function idsOf({ Id, Arn }: InputSecurityGroup): ResourceIds<"inputSecurityGroup"> {
  return { id: answered(Id, "the group's id"), ...(Arn === undefined ? {} : { arn: Arn }) };
}

/** The order of rules means nothing. */
function sorted<
  Group extends {
    readonly WhitelistRules?: readonly { readonly Cidr?: string | undefined }[] | undefined;
  },
>(group: Group): Group {
  const rules = (group.WhitelistRules ?? []).toSorted((one, other) =>
    (one.Cidr ?? "").localeCompare(other.Cidr ?? ""),
  );
  return { ...group, WhitelistRules: rules };
}
