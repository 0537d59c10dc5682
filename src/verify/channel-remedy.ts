import { isLive } from "../services/medialive/channel-waits.ts";
import type { Evidence } from "./evidence.ts";

/** What is wrong of a channel, and which differences from what was applied go with that. */
type Wrong = {
  readonly what: string;
  readonly explains: RegExp;
  /** In seconds, where it must be said because the file or a variable here could say another one. */
  readonly ttlSeconds?: number | undefined;
};

/**
 * How to set a channel right from here. Stopping a show for it is offered only where the channel runs and nothing but what is
 * wrong differs from what was applied from this folder: else another copy of the folder, or somebody, changed more than that.
 */
export async function setChannelRight(
  { target, describedChannel }: Evidence,
  { what, explains, ttlSeconds }: Wrong,
): Promise<string> {
  const { command } = target;
  const channel = await describedChannel();
  const standing = channel === undefined ? undefined : target.standing?.(channel);
  if (standing?.is === "elsewhere")
    return `The channel was not written from here: another copy of this folder went on, or somebody changed it by hand. Go on in that other folder, or take over here what the cloud has: ${command("init --rebuild-state")}`;
  if (standing?.is === "unknown")
    return `What this channel was made with is not known here any more. Give the settings once more until this reports nothing to do: ${command("init --dry-run")}`;
  const stops = isLive(channel?.State);
  const more =
    standing?.is === "here" ? standing.changed.filter((path) => !explains.test(path)) : [];
  // An update that does not name the role takes it away as well (MediaLive API model).
  if (stops && more.some((path) => path !== "RoleArn"))
    return `More than this differs from what was applied from here, so setting it right changes more: ${command("create-channel --dry-run")} shows what.`;
  if (ttlSeconds !== undefined)
    return `Set ${what} right: ${command(`create-channel --ttl-seconds ${ttlSeconds}${stops ? " --allow-interruption" : ""}`)}`;
  return `Set ${what} right: ${command(stops ? "create-channel --allow-interruption" : "create-channel")}`;
}
