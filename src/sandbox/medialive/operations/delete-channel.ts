import type { JsonRecord } from "../../json.ts";
import { detach, inputIdsOf } from "../attachment.ts";
import type { Call } from "../call.ts";
import { channelView } from "../channel-view.ts";
import { liveChannel } from "../find.ts";
import { conflict } from "../refusals.ts";
import { later, type Region } from "../region.ts";

const DELETABLE = new Set(["IDLE", "CREATE_FAILED", "UPDATE_FAILED"]);

/** DeleteChannel: DELETING, then DELETED, and only then are its inputs detached. Only when it does not run. */
export function deleteChannel(region: Region, call: Call): JsonRecord {
  const channel = liveChannel(region, call);
  if (!DELETABLE.has(channel.state))
    throw conflict(
      channel.state === "DELETING"
        ? `Channel ${channel.id} is being deleted already`
        : `Cannot delete a channel that has not been stopped yet (state ${channel.state}). Please stop the channel and try again.`,
    );
  const { id } = channel;
  const deleting = { ...channel, state: "DELETING" as const };
  region.channels.put(deleting);
  later(region, "channel.deleting", () => {
    region.channels.change(id, { state: "DELETED" });
    detach(region, id, inputIdsOf(channel.body));
  });
  return channelView(region, deleting);
}
