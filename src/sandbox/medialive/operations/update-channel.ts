import { asRecord, type JsonRecord } from "../../json.ts";
import { attach, detach, inputIdsOf } from "../attachment.ts";
import type { Call } from "../call.ts";
import { channelView } from "../channel-view.ts";
import { liveChannel } from "../find.ts";
import type { Channel } from "../records.ts";
import { conflict } from "../refusals.ts";
import { faultedState, later, type Region } from "../region.ts";
import { attachedInputs } from "../rules/attachments.ts";
import { checkChannel, checkReadable } from "../rules/channel.ts";
import { checkRole } from "../rules/role.ts";
import { UPDATE_CHANNEL } from "../shapes/channel.ts";

/**
 * UpdateChannel: members that are left out stay, except the role, which is then removed (MediaLive API model). The class
 * and the tags are no members of it and are ignored. Only while IDLE.
 */
export function updateChannel(region: Region, call: Call): JsonRecord {
  const { body } = call;
  checkReadable(UPDATE_CHANNEL, body);
  const channel = liveChannel(region, call);
  requireStopped(channel);
  const merged = mergeUpdate(channel.body, body);
  checkRole(region, merged, "UpdateChannel");
  checkChannel(merged);
  attachedInputs(region, merged, channel.id);
  return { channel: channelView(region, changeBody(region, channel, merged)) };
}

function requireStopped({ id, state }: Channel): void {
  if (state !== "IDLE" && state !== "UPDATE_FAILED")
    throw conflict(`Cannot update channel ${id} in state ${state}: it must be idle`);
}

function mergeUpdate(before: JsonRecord, update: JsonRecord): JsonRecord {
  const kept = without(before, ["roleArn"]);
  const sent = without(update, ["channelClass", "tags", "requestId", "dryRun"]);
  const maintenance = asRecord(update["maintenance"]);
  return {
    ...kept,
    ...sent,
    ...(maintenance === undefined
      ? {}
      : { maintenance: { ...asRecord(before["maintenance"]), ...maintenance } }),
  };
}

function without(members: JsonRecord, names: readonly string[]): JsonRecord {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

function changeBody(region: Region, channel: Channel, body: JsonRecord): Channel {
  const { id } = channel;
  const wanted = inputIdsOf(body);
  const gone = inputIdsOf(channel.body).filter((one) => !wanted.includes(one));
  const updating: Channel = { ...channel, body, state: "UPDATING" };
  region.channels.put(updating);
  attach(region, id, wanted);
  detach(region, id, gone);
  later(region, "channel.updating", () => {
    const failed =
      faultedState({ region, operation: "UpdateChannel", kind: "channel", id }) === "UPDATE_FAILED";
    region.channels.change(id, { state: failed ? "UPDATE_FAILED" : "IDLE" });
  });
  return updating;
}
