import type { JsonRecord } from "../../json.ts";
import { attach, inputIdsOf } from "../attachment.ts";
import type { Call } from "../call.ts";
import { channelView } from "../channel-view.ts";
import type { Channel } from "../records.ts";
import { conflict, quotaReached } from "../refusals.ts";
import { faultedState, later, type Region } from "../region.ts";
import { attachedInputs } from "../rules/attachments.ts";
import { checkChannel, checkReadable } from "../rules/channel.ts";
import { checkRole } from "../rules/role.ts";
import { CREATE_CHANNEL } from "../shapes/channel.ts";
import { withTags } from "../tags.ts";

/** CreateChannel: CREATING, then IDLE (or CREATE_FAILED by a fault). Inputs are attached at once. */
export function createChannel(region: Region, { body }: Call): JsonRecord {
  checkReadable(CREATE_CHANNEL, body);
  const earlier = region.replays.find("CreateChannel", body);
  if (earlier === "different")
    throw conflict("This requestId was used for a channel with other settings");
  const replayed = earlier === undefined ? undefined : region.channels.get(earlier.id);
  if (replayed !== undefined) return { channel: channelView(region, replayed) };
  checkRole(region, body, "CreateChannel");
  checkChannel(body);
  attachedInputs(region, body);
  const tags = withTags(new Map(), body["tags"]);
  const { channels } = region.quotas;
  if (region.channels.all().filter(({ state }) => state !== "DELETED").length >= channels)
    throw quotaReached("channels", channels);
  const id = region.nextId();
  const channel: Channel = {
    id,
    state: "CREATING",
    body,
    tags,
    alerts: [],
    encoder: undefined,
  };
  region.channels.put(channel);
  region.replays.remember("CreateChannel", body, id);
  attach(region, id, inputIdsOf(body));
  later(region, "channel.creating", () => {
    if (region.channels.get(id)?.state !== "CREATING") return;
    const failed =
      faultedState({ region, operation: "CreateChannel", kind: "channel", id }) === "CREATE_FAILED";
    region.channels.change(id, { state: failed ? "CREATE_FAILED" : "IDLE" });
  });
  return { channel: channelView(region, channel) };
}
