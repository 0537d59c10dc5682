import type { JsonRecord } from "../../json.ts";
import { clearAlerts } from "../alerts.ts";
import type { Call } from "../call.ts";
import { channelView } from "../channel-view.ts";
import { fallBackToIdle, startEncoding } from "../encoding.ts";
import { liveChannel } from "../find.ts";
import { badRequest, conflict } from "../refusals.ts";
import { faultedState, later, type Region } from "../region.ts";

/**
 * StartChannel: STARTING, then RUNNING; or back to IDLE with an alert when the passwords cannot be read or the encoder
 * does not start, or when a fault says so. Only while IDLE. That a channel without a role is refused is inferred.
 */
export function startChannel(region: Region, call: Call): JsonRecord {
  const channel = liveChannel(region, call);
  const { id } = channel;
  if (channel.state !== "IDLE")
    throw conflict(`Cannot start channel ${id} in state ${channel.state}: it must be idle`);
  if (channel.body["roleArn"] === undefined)
    throw badRequest(`Channel ${id} has no role: MediaLive needs one to run it`);
  clearAlerts(region, id);
  region.channels.change(id, { state: "STARTING" });
  const answer = channelView(region, { ...channel, state: "STARTING" });
  later(region, "channel.starting", () => {
    if (faultedState({ region, operation: "StartChannel", kind: "channel", id }) === undefined)
      void startEncoding(region, id);
    else
      fallBackToIdle({
        region,
        channelId: id,
        type: "Channel Start Failed",
        why: "The channel could not be started.",
      });
  });
  return answer;
}
