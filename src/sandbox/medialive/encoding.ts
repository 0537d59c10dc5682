import type { RunningEncoder } from "../encoder/job.ts";
import { clearAlerts, setAlert } from "./alerts.ts";
import { inputIdsOf } from "./attachment.ts";
import { inputView } from "./input-view.ts";
import { readPasswords } from "./passwords.ts";
import { cidrsOf } from "./push-input.ts";
import { arnOf, type Region } from "./region.ts";

/** Reads the passwords, starts the encoder and makes the channel RUNNING; on any failure it falls back to IDLE. */
export async function startEncoding(region: Region, channelId: string): Promise<void> {
  const channel = region.channels.get(channelId);
  if (channel === undefined) return;
  const passwords = readPasswords(region, channel.body);
  if ("failure" in passwords) {
    fallBackToIdle({ region, channelId, type: "Credentials Not Readable", why: passwords.failure });
    return;
  }
  const inputs = inputIdsOf(channel.body).flatMap((id) => region.inputs.get(id) ?? []);
  try {
    const encoder = await region.startEncoder({
      channel: channel.body,
      channelId,
      inputs: inputs.map((input) => inputView(region, input)),
      securityGroupCidrs: () => cidrsOf(region, inputs),
      passwords: passwords.values,
      alert: (type, message) => setAlert({ region, channelId, type, message }),
    });
    const state = region.channels.get(channelId)?.state;
    // Stopped, or the whole sandbox closed, while the encoder was starting.
    const wanted = state === "STARTING" || state === "RECOVERING";
    if (region.world.closing.aborted || !wanted) await encoder.stop();
    else region.channels.change(channelId, { state: "RUNNING", encoder });
  } catch (error) {
    const why = logFailure(region, channelId, error);
    fallBackToIdle({ region, channelId, type: "Channel Start Failed", why });
  }
}

/** Back to IDLE, with the reason as an alert. */
export function fallBackToIdle({
  region,
  channelId,
  type,
  why,
}: {
  readonly region: Region;
  readonly channelId: string;
  readonly type: string;
  readonly why: string;
}): void {
  region.channels.change(channelId, { state: "IDLE", encoder: undefined });
  setAlert({ region, channelId, type, message: why });
}

/** Stops the encoder of a channel, if there is one; the alerts of its run are over. */
export async function stopEncoding(region: Region, channelId: string): Promise<void> {
  const encoder: RunningEncoder | undefined = region.channels.get(channelId)?.encoder;
  region.channels.change(channelId, { encoder: undefined });
  await encoder?.stop().catch((error: unknown) => logFailure(region, channelId, error));
  clearAlerts(region, channelId);
}

/** The encoder's own failure, for the sandbox's log; gives its text. */
function logFailure(region: Region, channelId: string, error: unknown): string {
  const note = error instanceof Error ? error.message : String(error);
  region.world.log({
    service: "medialive",
    operation: "encoder",
    resource: arnOf(region, "channel", channelId),
    status: 500,
    note,
  });
  return note;
}
