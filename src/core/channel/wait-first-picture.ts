import { ownCommand } from "../../config/text/own-command.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { lookAtEdge, type EdgeLook } from "../../verify/first-picture.ts";
import { poll } from "../engine/wait.ts";
import type { Host } from "../host.ts";
import { channelWait } from "./channel-work.ts";
import type { Stack } from "../stack/stack.ts";
import { edgePauseMs, VERIFY_TIMEOUT_MS } from "./watch-show.ts";

/** Looks as a player does until the stream plays, for two minutes at most. Never throws but for an interruption. */
export async function waitFirstPicture(
  host: Host,
  stack: Pick<Stack, "clients">,
  playbackUrl: string,
): Promise<EdgeLook> {
  let last: EdgeLook = { plays: false, why: "nothing was seen yet" };
  try {
    return await poll<EdgeLook>(channelWait(host), {
      until: "the stream to play at the edge",
      everyMs: edgePauseMs(stack),
      steady: true,
      deadlineMs: VERIFY_TIMEOUT_MS,
      read: async () => {
        last = await lookAtEdge(playbackUrl);
        return last;
      },
      done: (look) => look.plays,
      describe: (look) => (look.plays ? "playing" : look.why),
      hint: `Run ${ownCommand("verify")}: it names the broken hop.`,
    });
  } catch (error) {
    if (error instanceof LiveOriginError) return last;
    throw error;
  } finally {
    host.emit({ type: "wait.over" });
  }
}
