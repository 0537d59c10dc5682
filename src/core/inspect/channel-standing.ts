import type { Channel } from "../../services/medialive/api.ts";
import type { ChannelStanding } from "../../verify/target.ts";
import { foreignWritesIn } from "../engine/marks.ts";
import type { ExistingStack } from "../stack/open-existing-stack.ts";

/** How a channel of this stack, as it was found, stands to what was applied from this folder. Asks nobody. */
export function channelStanding(
  { stack, settings, isFound }: Pick<ExistingStack, "stack" | "settings" | "isFound">,
  found: Channel,
): ChannelStanding {
  const context = stack.planContext();
  const channel = stack.resources.find(({ kind }) => kind === "channel");
  if (channel === undefined || isFound) return { is: "elsewhere" };
  if (settings.from === "nowhere") return { is: "unknown" };
  const observed = new Map([["channel", { is: "ours", found, ids: {}, status: "" }]] as const);
  if (foreignWritesIn([channel], context, observed).length > 0) return { is: "elsewhere" };
  const differences = channel.diff(context, found, context.resources.channel);
  return { is: "here", changed: differences.map(({ path }) => path) };
}
