import type { ResourceIds } from "../../core/state/resource-members.ts";
import type { Input } from "@aws-sdk/client-medialive";
import type { Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { poll } from "../../core/engine/wait.ts";
import { stackTags } from "../../config/names.ts";
import { answered } from "../aws/answered.ts";
import type { CallOptions } from "../aws/call-options.ts";
import { classifyByRecord, observed } from "../ownership.ts";
import { stackIdentity } from "../stack-identity.ts";
import { writeAheadToken } from "../write-ahead.ts";
import type { MediaLiveClient } from "./api.ts";
import { call } from "./call.ts";
import { isLive } from "./channel-waits.ts";
import { inputDifferences } from "./input-drift.ts";
import { buildCreateInput, buildUpdateInput, ownInput, type OwnInput } from "./input-request.ts";
import { onlyTags, someTag } from "./tag-drift.ts";
import {
  DEFAULT_POLL_MS,
  INPUT_DEADLINE_MS,
  pollOptionsFor,
  type PollOptions,
} from "./poll-options.ts";
import { owesRestart, whileStopped } from "./while-stopped.ts";

const KIND = "input";

/** An input, and whether a channel that it feeds and that is not the stack's is on air. */
type FoundInput = { readonly input: Input; readonly feedsLive: boolean };

/** The input that we make; none for an input by id. */
export function inputResource(
  connect: () => Promise<MediaLiveClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<FoundInput> {
  const pollOptions = async (effects: Effects): Promise<PollOptions> =>
    pollOptionsFor({ effects, resource: KIND, client: await connect(), pollMs });
  const resource: Resource<FoundInput> = {
    kind: KIND,
    dependsOn: ["inputSecurityGroup"],
    wanted: ({ channel }) => channel.input !== undefined && channel.input.type !== "existing",
    observe: async (context, recorded, signal) => {
      const client = await connect();
      const ownership = await find({ client, callOptions: { signal }, context, recorded });
      const feedsLive =
        ownership.is === "ours" &&
        (await isFeedingLive(client, { signal }, { ...ownership.item, context }));
      return observed(ownership, ({ input }) => ({
        found: { input, feedsLive },
        ids: idsOf(input),
        status: input.State ?? "",
      }));
    },
    diff: (context, { input }) => inputDifferences(context, input),
    interrupts: ({ input, feedsLive }, { action, differences, observed: seen }) => {
      const channel = seen.get("channel");
      const feedsOurs =
        channel?.is === "ours" &&
        channel.ids["id"] === input.AttachedChannels?.[0] &&
        isLive(channel.status);
      return (
        (feedsLive || feedsOurs) &&
        action === "update" &&
        differences.length > 0 &&
        !onlyTags(differences)
      );
    },
    calls: (context, { action, found, differences }) => {
      const input = ownInput(context);
      if (action === "delete") return [call("DeleteInput", { InputId: found?.input.Id })];
      if (input === undefined) return [];
      if (action === "create" || action === "replace") {
        const requestId = context.resources.input?.token?.value ?? "<requestId>";
        return [call("CreateInput", buildCreateInput(context, input, requestId))];
      }
      return action === "update" && !onlyTags(differences) && differences.length > 0
        ? [call("UpdateInput", updateOf(context, input, found?.input.Id))]
        : [];
    },
    create: async (effects) => {
      const polling = await pollOptions(effects);
      const { client, callOptions } = polling;
      const { context, recorded } = effects;
      const ownership = await find({
        client,
        // One that came since then has the request id that is sent now.
        callOptions: { ...callOptions, readBefore: true },
        context,
        recorded,
      });
      const made =
        ownership.is === "ours"
          ? ownership.item.input
          : await createAnew(effects, client, callOptions);
      await effects.persist({ ids: idsOf(made) });
      const ready = await inputReady(polling, answered(made.Id, "the input's id"));
      await effects.persist({ ids: idsOf(ready) });
      const differences = inputDifferences(context, ready);
      if (differences.length > 0)
        await resource.update(effects, { input: ready, feedsLive: false }, differences);
    },
    update: async (effects, { input: found }, differences) => {
      const polling = await pollOptions(effects);
      const { client, callOptions } = polling;
      const wanted = ownInput(effects.context);
      if (wanted === undefined) return;
      if (someTag(differences))
        await client.setTags(
          callOptions,
          answered(found.Arn, "the input's ARN"),
          stackTags(stackIdentity(effects.context)),
        );
      const changes = differences.length > 0 && !onlyTags(differences);
      if (changes || owesRestart(effects))
        await whileStopped({
          effects,
          polling,
          channelId: found.AttachedChannels?.[0],
          work: async () => {
            if (changes)
              await client.updateInput(callOptions, updateOf(effects.context, wanted, found.Id));
          },
        });
      const now = await client.describeInput(callOptions, answered(found.Id, "the input's id"));
      await effects.persist({ ids: idsOf(now ?? found) });
    },
    remove: async (effects, { input }) => {
      await removeInput(await pollOptions(effects), answered(input.Id, "the input's id"));
    },
  };
  return resource;
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
}) {
  const owned = (input: Input) => ({
    id: answered(input.Id, "an input's id"),
    tags: input.Tags ?? {},
    input,
  });
  const byId = async (id: string) => {
    const input = await client.describeInput(callOptions, id);
    return input === undefined || input.State === "DELETING" ? undefined : owned(input);
  };
  const all = async () => (await client.listInputs(callOptions)).map(owned);
  return classifyByRecord({ byId, all, context, recorded, noun: "input" });
}

async function createAnew(
  effects: Effects,
  client: MediaLiveClient,
  callOptions: CallOptions,
): Promise<Input> {
  const input = answered(ownInput(effects.context), "an input in the Spec");
  const token = await writeAheadToken(effects, buildCreateInput(effects.context, input, ""));
  return client.createInput(callOptions, buildCreateInput(effects.context, input, token));
}

function updateOf(context: PlanContext, input: OwnInput, id: string | undefined) {
  return { ...buildUpdateInput(context, input), ...(id === undefined ? {} : { InputId: id }) };
}

async function isFeedingLive(
  client: MediaLiveClient,
  callOptions: CallOptions,
  { input, context }: { readonly input: Input; readonly context: PlanContext },
): Promise<boolean> {
  const [channelId] = input.AttachedChannels ?? [];
  // The stack's own channel looks at itself.
  if (channelId === undefined || channelId === context.resources.channel?.ids["id"]) return false;
  return isLive((await client.describeChannel(callOptions, channelId))?.State);
}

/** Push addresses are there once the input is. */
async function inputReady(polling: PollOptions, id: string): Promise<Input> {
  const input = await poll(polling.waiting, {
    until: "the input to be ready",
    everyMs: polling.pollMs,
    deadlineMs: INPUT_DEADLINE_MS,
    read: () => polling.client.describeInput(polling.callOptions, id),
    done: (seen) => seen?.State === "DETACHED" || seen?.State === "ATTACHED",
    dead: (seen) =>
      seen === undefined || seen.State === "DELETING" ? "the input is gone" : undefined,
    describe: (seen) => seen?.State ?? "DELETED",
    hint: "Run the same command again.",
  });
  return answered(input, "the input");
}

/** An input can go once no channel has it, which MediaLive notices some seconds after the channel went. */
async function removeInput({ client, callOptions, waiting, pollMs }: PollOptions, id: string) {
  await poll(waiting, {
    until: "the input to be DELETED",
    everyMs: pollMs,
    deadlineMs: INPUT_DEADLINE_MS,
    read: async () => {
      const input = await client.describeInput(callOptions, id);
      if (input?.State !== "DETACHED") return input;
      return (await client.deleteInput(callOptions, id)) === "gone" ? undefined : input;
    },
    done: (input) => input === undefined,
    describe: (input) => input?.State ?? "DELETED",
    hint: "Detach it from other channels, then run the same command again.",
  });
}

function idsOf(input: Input): ResourceIds<"input"> {
  const url = input.Destinations?.[0]?.Url;
  return {
    id: answered(input.Id, "the input's id"),
    ...(input.Arn === undefined ? {} : { arn: input.Arn }),
    ...(url === undefined ? {} : { url }),
  };
}
