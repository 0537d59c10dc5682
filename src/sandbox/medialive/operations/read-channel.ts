import type { JsonRecord } from "../../json.ts";
import { alertView, filteredAlerts } from "../alerts.ts";
import type { Call } from "../call.ts";
import { channelSummary, channelView } from "../channel-view.ts";
import { anyChannel } from "../find.ts";
import { page } from "../paging.ts";
import type { Region } from "../region.ts";

/** DescribeChannel, deleted ones included. */
export function describeChannel(region: Region, call: Call): JsonRecord {
  return channelView(region, anyChannel(region, call));
}

/** ListChannels. That those in state DELETED are left out is inferred. */
export function listChannels(region: Region, { query }: Call): JsonRecord {
  const { items, rest } = page(
    region.channels.all().filter(({ state }) => state !== "DELETED"),
    query,
  );
  return { channels: items.map((one) => channelSummary(region, one)), ...rest };
}

/** ListAlerts of a channel: what its encoder reported. */
export function listAlerts(region: Region, call: Call): JsonRecord {
  const channel = anyChannel(region, call);
  const alerts = filteredAlerts(channel, call.query.get("stateFilter") ?? "SET");
  const { items, rest } = page(alerts, call.query);
  return { alerts: items.map(alertView), ...rest };
}
