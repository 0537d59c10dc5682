import type { RowIds } from "../../core/state/row-members.ts";
import type { InputSecurityGroup } from "@aws-sdk/client-medialive";
import { differences } from "../../core/engine/difference.ts";
import type { Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { poll } from "../../core/engine/wait.ts";
import { stackTags } from "../../config/names.ts";
import { answered } from "../aws/answered.ts";
import { askingFor, type CallOptions } from "../aws/call-options.ts";
import { observed, whose } from "../ownership.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { MediaLiveClient } from "./api.ts";
import { call } from "./call.ts";
import {
  buildCreateInputSecurityGroup,
  buildUpdateInputSecurityGroup,
} from "./security-group-request.ts";
import { DEFAULT_POLL_MS, INPUT_DEADLINE_MS } from "./watching.ts";

const KIND = "inputSecurityGroup";

/** Who may push to the input. It has no name and no idempotency token: our tags are all there is to find it by. */
export function inputSecurityGroupResource(
  connect: () => Promise<MediaLiveClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<InputSecurityGroup> {
  const find = async (asking: CallOptions, scope: PlanContext, row: ResourceState | undefined) => {
    const client = await connect();
    const groups = await client.listSecurityGroups(asking);
    return whose(groups.map(owned), scope, row, "input security group");
  };
  return {
    kind: KIND,
    dependsOn: [],
    wanted: ({ channel }) =>
      channel.input?.type === "rtmp-push" || channel.input?.type === "rtp-push",
    observe: async (scope, row, signal) =>
      observed(await find({ signal }, scope, row), ({ group }) => ({
        found: group,
        ids: idsOf(group),
        status: group.State ?? "",
      })),
    diff: (scope, found) =>
      differences(sorted(buildCreateInputSecurityGroup(scope)), sorted(found)),
    calls: (scope, action, found) => {
      if (action === "create" || action === "replace")
        return [call("CreateInputSecurityGroup", buildCreateInputSecurityGroup(scope))];
      if (action === "update")
        return [call("UpdateInputSecurityGroup", buildUpdateInputSecurityGroup(scope))];
      return action === "delete"
        ? [call("DeleteInputSecurityGroup", { InputSecurityGroupId: found?.Id })]
        : [];
    },
    create: async (effects) => {
      const client = await connect();
      const asking = askingFor(effects, KIND);
      const { scope, row } = effects;
      const ours = async (): Promise<InputSecurityGroup | undefined> => {
        const verdict = await find(asking, scope, row);
        return verdict.is === "ours" ? verdict.item.group : undefined;
      };
      const group =
        (await ours()) ??
        (await client.createSecurityGroup(asking, buildCreateInputSecurityGroup(scope), ours));
      await effects.persist({ ids: idsOf(group) });
    },
    update: async (effects, found) => {
      const client = await connect();
      const asking = askingFor(effects, KIND);
      const { Id, Arn } = found;
      const request = { ...buildUpdateInputSecurityGroup(effects.scope), InputSecurityGroupId: Id };
      await client.updateSecurityGroup(asking, request);
      // UpdateInputSecurityGroup takes tags in the model, but only CreateTags is documented to set them on what exists.
      await client.setTags(
        asking,
        answered(Arn, "the group's ARN"),
        stackTags(stackIdentity(effects.scope)),
      );
      await effects.persist({ ids: idsOf(found) });
    },
    remove: async (effects, found) => {
      const client = await connect();
      const groups = await client.listSecurityGroups(askingFor(effects, KIND));
      // A creation whose answer was lost may have left a second one with our tags.
      const twins = groups.filter(
        ({ Id, Tags }) => Id !== found.Id && Tags?.["live-origin:stack"] === effects.scope.stackId,
      );
      for (const group of [found, ...twins])
        await removeGroup(effects, client, answered(group.Id, "the group's id"), pollMs);
    },
  };
}

/** The group stays IN_USE for some seconds after its last input went. */
async function removeGroup(
  effects: Effects,
  client: MediaLiveClient,
  id: string,
  pollMs: number,
): Promise<void> {
  const { clock, signal, emit } = effects;
  const asking = askingFor(effects, KIND);
  await poll(
    { clock, signal, emit, resource: KIND },
    {
      until: "input security group unused",
      everyMs: pollMs,
      deadlineMs: INPUT_DEADLINE_MS,
      read: () => client.describeSecurityGroup(asking, id),
      done: (group) => group === undefined || group.State === "IDLE",
      describe: (group) => group?.State ?? "DELETED",
      hint: "Detach it from other inputs, then run the same command again.",
    },
  );
  await client.deleteSecurityGroup(asking, id);
}

type OwnedGroup = {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly group: InputSecurityGroup;
};

function owned(group: InputSecurityGroup): OwnedGroup {
  return { id: answered(group.Id, "a group's id"), tags: group.Tags ?? {}, group };
}

function idsOf({ Id, Arn }: InputSecurityGroup): RowIds<"inputSecurityGroup"> {
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
