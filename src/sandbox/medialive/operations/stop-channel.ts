import type { JsonRecord } from "../../json.ts";
import type { Call } from "../call.ts";
import { channelView } from "../channel-view.ts";
import { stopEncoding, startEncoding } from "../encoding.ts";
import { liveChannel } from "../find.ts";
import { conflict } from "../refusals.ts";
import { later, type Region } from "../region.ts";

/** StopChannel: STOPPING, then IDLE. Only while RUNNING or RECOVERING; that STARTING is refused is inferred. */
export function stopChannel(region: Region, call: Call): JsonRecord {
  const channel = liveChannel(region, call);
  if (channel.state !== "RUNNING" && channel.state !== "RECOVERING")
    throw conflict(
      `Cannot stop channel ${channel.id} in state ${channel.state}: it must be running`,
    );
  const { id } = channel;
  region.channels.change(id, { state: "STOPPING" });
  void stopEncoding(region, id).then(() =>
    later(region, "channel.stopping", () => region.channels.change(id, { state: "IDLE" })),
  );
  return channelView(region, { ...channel, state: "STOPPING" });
}

/** RestartChannelPipelines: RECOVERING while the encoder starts anew, then RUNNING. Only while RUNNING. */
export function restartChannelPipelines(region: Region, call: Call): JsonRecord {
  const channel = liveChannel(region, call);
  if (channel.state !== "RUNNING")
    throw conflict(
      `Cannot restart the pipelines of channel ${channel.id} in state ${channel.state}: it must be running`,
    );
  const { id } = channel;
  region.channels.change(id, { state: "RECOVERING" });
  void stopEncoding(region, id).then(() =>
    later(region, "channel.recovering", () => {
      if (region.channels.get(id)?.state === "RECOVERING") void startEncoding(region, id);
    }),
  );
  return {
    ...channelView(region, { ...channel, state: "RECOVERING" }),
    maintenanceStatus: "",
  };
}
