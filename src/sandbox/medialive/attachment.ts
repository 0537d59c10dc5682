import { asList, asText, at, type JsonRecord } from "../json.ts";
import { later, type Region } from "./region.ts";

/** Marks the inputs as attached to the channel. */
export function attach(region: Region, channelId: string, inputIds: readonly string[]): void {
  for (const id of inputIds) {
    const input = region.inputs.get(id);
    if (input === undefined) continue;
    region.inputs.change(id, {
      state: "ATTACHED",
      attachedChannels: [...new Set([...input.attachedChannels, channelId])],
    });
  }
}

/** Detaches the inputs from the channel, which takes its time: meanwhile they stay ATTACHED. */
export function detach(region: Region, channelId: string, inputIds: readonly string[]): void {
  if (inputIds.length === 0) return;
  later(region, "input.detaching", () => {
    for (const id of inputIds) {
      const input = region.inputs.get(id);
      if (input === undefined || isAttached(region, channelId, id)) continue;
      const left = input.attachedChannels.filter((one) => one !== channelId);
      region.inputs.change(id, {
        attachedChannels: left,
        state: input.state === "ATTACHED" && left.length === 0 ? "DETACHED" : input.state,
      });
    }
  });
}

/** Has the channel attached the input again meanwhile? */
function isAttached(region: Region, channelId: string, inputId: string): boolean {
  const channel = region.channels.get(channelId);
  return (
    channel !== undefined &&
    channel.state !== "DELETED" &&
    inputIdsOf(channel.body).includes(inputId)
  );
}

/** The ids of the inputs that a channel body attaches, in order. */
export function inputIdsOf(body: JsonRecord): readonly string[] {
  return asList(body["inputAttachments"]).flatMap((one) => asText(at(one, "inputId")) ?? []);
}
