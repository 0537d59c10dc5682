import type { JsonRecord } from "../json.ts";
import type { Channel, ChannelAlert } from "./records.ts";
import { badRequest } from "./refusals.ts";
import type { Region } from "./region.ts";

/** Alerts kept for each channel: the newest. */
const KEPT = 100;

/** Sets an alert of a type on a channel, once while it lasts; without a message it is cleared. */
export function setAlert({
  region,
  channelId,
  type,
  message,
}: {
  readonly region: Region;
  readonly channelId: string;
  readonly type: string;
  readonly message: string | undefined;
}): void {
  const channel = region.channels.get(channelId);
  if (channel === undefined) return;
  const now = region.world.clock.now();
  const active = channel.alerts.find((one) => one.type === type && one.clearedAt === undefined);
  if (message === undefined) {
    const alerts = channel.alerts.map((one) => (one === active ? { ...one, clearedAt: now } : one));
    region.channels.change(channelId, { alerts });
    return;
  }
  if (active?.message === message) return;
  const cleared = channel.alerts.map((one) => (one === active ? { ...one, clearedAt: now } : one));
  const alert: ChannelAlert = {
    id: region.nextId(),
    type,
    message,
    setAt: now,
    clearedAt: undefined,
  };
  region.channels.change(channelId, { alerts: [...cleared, alert].slice(-KEPT) });
}

/** Clears what the run that ends has set. */
export function clearAlerts(region: Region, channelId: string): void {
  const now = region.world.clock.now();
  const alerts = region.channels
    .get(channelId)
    ?.alerts.map((one) => ({ ...one, clearedAt: one.clearedAt ?? now }));
  if (alerts !== undefined) region.channels.change(channelId, { alerts });
}

/** The alerts that pass a stateFilter (SET by default), newest first. Throws BadRequestException for another word. */
export function filteredAlerts(channel: Channel, filter: string): readonly ChannelAlert[] {
  if (!["SET", "CLEARED", "ALL"].includes(filter))
    throw badRequest("stateFilter must be SET, CLEARED or ALL");
  return channel.alerts
    .filter(({ clearedAt }) => filter === "ALL" || (clearedAt === undefined) === (filter === "SET"))
    .toReversed();
}

/** An alert as ListAlerts shows it. */
export function alertView(alert: ChannelAlert): JsonRecord {
  const { id, type, message, setAt, clearedAt } = alert;
  return {
    alertType: type,
    ...(clearedAt === undefined ? {} : { clearedTimestamp: iso(clearedAt) }),
    id,
    message,
    pipelineId: "0",
    setTimestamp: iso(setAt),
    state: clearedAt === undefined ? "SET" : "CLEARED",
  };
}

function iso(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString();
}
