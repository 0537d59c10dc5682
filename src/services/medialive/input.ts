import type { RowIds } from "../../core/state/row-members.ts";
import type { Input } from "@aws-sdk/client-medialive";
import type { Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { poll } from "../../core/engine/wait.ts";
import { stackTags } from "../../config/names.ts";
import { answered } from "../aws/answered.ts";
import type { CallOptions } from "../aws/call-options.ts";
import { observed, whose } from "../ownership.ts";
import { stackIdentity } from "../stack-identity.ts";
import { writeAheadToken } from "../write-ahead.ts";
import type { MediaLiveClient } from "./api.ts";
import { call } from "./call.ts";
import { isLive } from "./channel-waits.ts";
import { inputDifferences } from "./input-drift.ts";
import { buildCreateInput, buildUpdateInput, ownInput, type OwnInput } from "./input-request.ts";
import { onlyTags, someTag } from "./tag-drift.ts";
import { DEFAULT_POLL_MS, INPUT_DEADLINE_MS, watchingAs, type Watching } from "./watching.ts";
import { owesRestart, whileStopped } from "./while-stopped.ts";

const KIND = "input";

/** An input, and whether the channel that it feeds is on air. */
type FoundInput = { readonly input: Input; readonly feedsLive: boolean };

/** The input that we make; none for an input by id. */
export function inputResource(
  connect: () => Promise<MediaLiveClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<FoundInput> {
  const watch = async (effects: Effects): Promise<Watching> =>
    watchingAs(effects, KIND, await connect(), pollMs);
  const resource: Resource<FoundInput> = {
    kind: KIND,
    dependsOn: ["inputSecurityGroup"],
    wanted: ({ channel }) => channel.input !== undefined && channel.input.type !== "existing",
    observe: async (scope, row, signal) => {
      const client = await connect();
      const verdict = await find(client, { signal }, scope, row);
      const feedsLive =
        verdict.is === "ours" && (await isFeedingLive(client, { signal }, verdict.item.input));
      return observed(verdict, ({ input }) => ({
        found: { input, feedsLive },
        ids: idsOf(input),
        status: input.State ?? "",
      }));
    },
    diff: (scope, { input }) => inputDifferences(scope, input),
    interrupts: ({ feedsLive }, action, found) =>
      feedsLive && action === "update" && found.length > 0 && !onlyTags(found),
    calls: (scope, action, found, differences) => {
      const input = ownInput(scope);
      if (action === "delete") return [call("DeleteInput", { InputId: found?.input.Id })];
      if (input === undefined) return [];
      if (action === "create" || action === "replace") {
        const requestId = scope.rows.input?.token?.value ?? "<requestId>";
        return [call("CreateInput", buildCreateInput(scope, input, requestId))];
      }
      return action === "update" && !onlyTags(differences) && differences.length > 0
        ? [call("UpdateInput", updateOf(scope, input, found?.input.Id))]
        : [];
    },
    create: async (effects) => {
      const watching = await watch(effects);
      const { client, asking } = watching;
      const { scope, row } = effects;
      const verdict = await find(client, asking, scope, row);
      const made =
        verdict.is === "ours" ? verdict.item.input : await createAnew(effects, client, asking);
      await effects.persist({ ids: idsOf(made) });
      const ready = await inputReady(watching, answered(made.Id, "the input's id"));
      await effects.persist({ ids: idsOf(ready) });
      const differences = inputDifferences(scope, ready);
      if (differences.length > 0)
        await resource.update(effects, { input: ready, feedsLive: false }, differences);
    },
    update: async (effects, { input: found }, differences) => {
      const watching = await watch(effects);
      const { client, asking } = watching;
      const wanted = ownInput(effects.scope);
      if (wanted === undefined) return;
      if (someTag(differences))
        await client.setTags(
          asking,
          answered(found.Arn, "the input's ARN"),
          stackTags(stackIdentity(effects.scope)),
        );
      const changes = differences.length > 0 && !onlyTags(differences);
      if (changes || owesRestart(effects))
        await whileStopped(effects, watching, found.AttachedChannels?.[0], async () => {
          if (changes) await client.updateInput(asking, updateOf(effects.scope, wanted, found.Id));
        });
      const now = await client.describeInput(asking, answered(found.Id, "the input's id"));
      await effects.persist({ ids: idsOf(now ?? found) });
    },
    remove: async (effects, { input }) => {
      await removeInput(await watch(effects), answered(input.Id, "the input's id"));
    },
  };
  return resource;
}

async function find(
  client: MediaLiveClient,
  asking: CallOptions,
  scope: PlanContext,
  row: ResourceState | undefined,
) {
  const inputs = await client.listInputs(asking);
  const owned = inputs.map((input) => ({
    id: answered(input.Id, "an input's id"),
    tags: input.Tags ?? {},
    input,
  }));
  return whose(owned, scope, row, "input");
}

async function createAnew(
  effects: Effects,
  client: MediaLiveClient,
  asking: CallOptions,
): Promise<Input> {
  const input = answered(ownInput(effects.scope), "an input in the Spec");
  const token = await writeAheadToken(effects, buildCreateInput(effects.scope, input, ""));
  return client.createInput(asking, buildCreateInput(effects.scope, input, token));
}

function updateOf(scope: PlanContext, input: OwnInput, id: string | undefined) {
  return { ...buildUpdateInput(scope, input), ...(id === undefined ? {} : { InputId: id }) };
}

async function isFeedingLive(
  client: MediaLiveClient,
  asking: CallOptions,
  input: Input,
): Promise<boolean> {
  const [channelId] = input.AttachedChannels ?? [];
  if (channelId === undefined) return false;
  return isLive((await client.describeChannel(asking, channelId))?.State);
}

/** Push addresses are there once the input is. */
async function inputReady(watching: Watching, id: string): Promise<Input> {
  const input = await poll(watching.waiting, {
    until: "input ready",
    everyMs: watching.pollMs,
    deadlineMs: INPUT_DEADLINE_MS,
    read: () => watching.client.describeInput(watching.asking, id),
    done: (seen) => seen?.State === "DETACHED" || seen?.State === "ATTACHED",
    dead: (seen) =>
      seen === undefined || seen.State === "DELETING" ? "the input is gone" : undefined,
    describe: (seen) => seen?.State ?? "DELETED",
    hint: "Run the same command again.",
  });
  return answered(input, "the input");
}

/** An input can go once no channel has it, which MediaLive notices some seconds after the channel went. */
async function removeInput({ client, asking, waiting, pollMs }: Watching, id: string) {
  await poll(waiting, {
    until: "input DELETED",
    everyMs: pollMs,
    deadlineMs: INPUT_DEADLINE_MS,
    read: async () => {
      const input = await client.describeInput(asking, id);
      if (input?.State !== "DETACHED") return input;
      return (await client.deleteInput(asking, id)) === "gone" ? undefined : input;
    },
    done: (input) => input === undefined,
    describe: (input) => input?.State ?? "DELETED",
    hint: "Detach it from other channels, then run the same command again.",
  });
}

function idsOf(input: Input): RowIds<"input"> {
  const url = input.Destinations?.[0]?.Url;
  return {
    id: answered(input.Id, "the input's id"),
    ...(input.Arn === undefined ? {} : { arn: input.Arn }),
    ...(url === undefined ? {} : { url }),
  };
}
