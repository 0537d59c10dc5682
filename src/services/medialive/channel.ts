import type { ResourceIds } from "../../core/state/resource-members.ts";
import type { Call } from "../../core/engine/call.ts";
import type {
  Difference,
  Effects,
  PlanContext,
  PlannedChange,
  Resource,
} from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { stackTags } from "../../config/names.ts";
import { answered } from "../aws/answered.ts";
import type { CallOptions } from "../aws/call-options.ts";
import { classifyOwnership, observed, type Ownership } from "../ownership.ts";
import { stackIdentity } from "../stack-identity.ts";
import { writeAheadToken } from "../write-ahead.ts";
import type { Channel, ChannelSummary, MediaLiveClient } from "./api.ts";
import { call } from "./call.ts";
import { channelDifferences } from "./channel-drift.ts";
import { channelMarks } from "./channel-marks.ts";
import { removeChannel } from "./channel-removal.ts";
import { buildChannel, buildUpdateChannel } from "./channel-request.ts";
import { channelIdle, channelSettled, isLive } from "./channel-waits.ts";
import { destination } from "./destination.ts";
import { roleIsFresh } from "./fresh-role.ts";
import { onlyTags, someTag } from "./tag-drift.ts";
import { DEFAULT_POLL_MS, pollOptionsFor, type PollOptions } from "./poll-options.ts";
import { owesRestart, whileStopped } from "./while-stopped.ts";

const KIND = "channel";

/** The encoder. It is left IDLE, because running bills; a change on a running one is stop, update, start in one step. */
export function channelResource(
  connect: () => Promise<MediaLiveClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<Channel> {
  const pollOptions = async (effects: Effects): Promise<PollOptions> =>
    pollOptionsFor({ effects, resource: KIND, client: await connect(), pollMs });
  const resource: Resource<Channel> = {
    kind: KIND,
    dependsOn: ["encoderKey", "parameter", "role", "input"],
    wanted: () => true,
    observe: async (context, recorded, signal) => {
      const client = await connect();
      const id = recorded?.ids["id"];
      const known = id === undefined ? undefined : await client.describeChannel({ signal }, id);
      const noun = "channel";
      const byRecord = classifyOwnership({ items: summaries(known), context, recorded, noun });
      const ownership =
        byRecord.is === "ours"
          ? byRecord
          : await find({ client, callOptions: { signal }, context, recorded });
      if (ownership.is !== "ours") return ownership;
      const channel =
        known !== undefined && ownership.item.id === id
          ? known
          : await client.describeChannel({ signal }, ownership.item.id);
      if (channel === undefined) return { is: "absent" };
      return observed(ownership, () => ({
        found: channel,
        ids: idsOf(channel),
        status: channel.State ?? "",
      }));
    },
    marks: {
      wanted: (context) => channelMarks(destination(context)),
      found: ({ Destinations }) => channelMarks(Destinations[0]),
    },
    diff: (context, found) => channelDifferences(context, found),
    interrupts: (found, { action, differences }) =>
      isLive(found.State) && (action === "replace" || (action === "update" && stops(differences))),
    calls,
    create: async (effects) => {
      const polling = await pollOptions(effects);
      const { client, callOptions } = polling;
      const { context, recorded } = effects;
      // An input feeds one channel only, so the old one makes way first.
      const replaced = recorded?.replaced?.["id"];
      if (replaced !== undefined) await removeChannel(polling, replaced);
      const ownership = await find({
        client,
        // One that came since then has the request id that is sent now.
        callOptions: { ...callOptions, readBefore: true },
        context,
        recorded,
      });
      const existing =
        ownership.is === "ours" ? await channelSettled(polling, ownership.item.id) : undefined;
      if (existing !== undefined && existing.State !== "CREATE_FAILED") {
        await effects.persist({ ids: idsOf(existing) });
        const differences = channelDifferences(context, existing);
        if (differences.length > 0) await resource.update(effects, existing, differences);
        return;
      }
      const failed = existing?.Id;
      if (failed !== undefined) await removeChannel(polling, failed);
      await createAnew(effects, polling, failed !== undefined);
    },
    update: async (effects, found, differences) => {
      const polling = await pollOptions(effects);
      const { client, callOptions } = polling;
      const id = answered(found.Id, "the channel's id");
      if (someTag(differences))
        await client.setTags(
          callOptions,
          answered(found.Arn, "the channel's ARN"),
          stackTags(stackIdentity(effects.context)),
        );
      if (stops(differences) || owesRestart(effects))
        await whileStopped({
          effects,
          polling,
          channelId: id,
          work: async () => {
            if (!stops(differences)) return;
            const request = { ...buildUpdateChannel(effects.context), ChannelId: id };
            await client.updateChannel(callOptions, request, { roleIsFresh: roleIsFresh(effects) });
            await channelIdle(polling, id);
          },
        });
      await effects.persist({ ids: idsOf(found) });
    },
    remove: async (effects, found) => {
      await removeChannel(await pollOptions(effects), answered(found.Id, "the channel's id"));
    },
  };
  return resource;
}

async function createAnew(effects: Effects, polling: PollOptions, used: boolean): Promise<void> {
  const { context } = effects;
  const token = await writeAheadToken(effects, buildChannel(context, ""), { used });
  const made = await polling.client.createChannel(
    polling.callOptions,
    buildChannel(context, token),
    {
      roleIsFresh: roleIsFresh(effects),
    },
  );
  await effects.persist({ ids: made });
  await channelIdle(polling, made.id);
}

async function find({
  client,
  callOptions,
  context,
  recorded,
}: {
  readonly client: MediaLiveClient;
  readonly callOptions: CallOptions;
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
}): Promise<Ownership<ChannelSummary>> {
  return classifyOwnership({
    items: await client.listChannels(callOptions),
    context,
    recorded,
    noun: "channel",
  });
}

/** A channel that was described, as a list would name it. */
function summaries(channel: Channel | undefined): readonly ChannelSummary[] {
  if (channel === undefined || channel.State === "DELETING") return [];
  return [
    {
      id: answered(channel.Id, "the channel's id"),
      name: channel.Name ?? "",
      state: channel.State ?? "",
      tags: channel.Tags ?? {},
    },
  ];
}

/** Everything but tags can be changed on an idle channel only (MediaLive user guide). */
function stops(differences: readonly Difference[]): boolean {
  return differences.length > 0 && !onlyTags(differences);
}

function calls(
  context: PlanContext,
  { action, found, differences }: PlannedChange<Channel>,
): readonly Call[] {
  const id = { ChannelId: found?.Id };
  const live = isLive(found?.State);
  const stop = live ? [call("StopChannel", id)] : [];
  const requestId = context.resources.channel?.token?.value ?? "<requestId>";
  switch (action) {
    case "create":
      return [call("CreateChannel", buildChannel(context, requestId))];
    case "replace":
      return [
        ...stop,
        call("DeleteChannel", id),
        call("CreateChannel", buildChannel(context, "<requestId>")),
      ];
    case "delete":
      return [...stop, call("DeleteChannel", id)];
    case "update": {
      const tags = someTag(differences)
        ? [call("CreateTags", { ResourceArn: found?.Arn, Tags: stackTags(stackIdentity(context)) })]
        : [];
      const restart =
        (live && stops(differences)) || owesRestart({ recorded: context.resources.channel })
          ? [call("StartChannel", id)]
          : [];
      const change = stops(differences)
        ? [...stop, call("UpdateChannel", { ...buildUpdateChannel(context), ...id })]
        : [];
      return [...tags, ...change, ...restart];
    }
    case "adopt":
    case "keep":
      return [];
  }
}

function idsOf(channel: Channel): ResourceIds<"channel"> {
  return {
    id: answered(channel.Id, "the channel's id"),
    ...(channel.Arn === undefined ? {} : { arn: channel.Arn }),
  };
}
