import { ownCommand } from "../../config/text/own-command.ts";
import { poll } from "../engine/wait.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { keysWorkAtEdge, newestSegment } from "../../verify/key-at-edge.ts";
import type { Host } from "../host.ts";
import { channelRuns } from "../channel/channel-runs.ts";
import { waitFirstPicture } from "../channel/wait-first-picture.ts";
import { playbackUrl } from "../../services/cloudfront/playback-url.ts";
import type { Stack } from "../stack/stack.ts";

const LOOK_EVERY_MS = 1_000;
const PROBE_DEADLINE_MS = 60_000;
const SEGMENT_DEADLINE_MS = 120_000;

/**
 * Checks through the edge that the keys in force work: a probe written with the encoder's key arrives at a viewer who has
 * none, and, if the channel runs, the show goes on with new segments. Null without a distribution to look through. Throws
 * only for an interruption and when Momento cannot be reached.
 */
export async function checkKeysAtEdge(host: Host, stack: Stack): Promise<boolean | null> {
  const context = stack.planContext();
  const domain = context.resources.distribution?.ids["domain"];
  if (domain === undefined) return null;
  const url = playbackUrl(domain);
  const { clock, signal } = host;
  const waiting = { clock, signal, emit: host.emit, resource: "distribution" as const };
  const look = async (
    until: string,
    deadlineMs: number,
    read: () => Promise<boolean>,
  ): Promise<boolean> => {
    try {
      const everyMs = LOOK_EVERY_MS;
      const describe = (): string => "not yet";
      const hint = `Run ${ownCommand("status")}.`;
      return await poll(waiting, {
        until,
        everyMs,
        steady: true,
        deadlineMs,
        read,
        done: Boolean,
        describe,
        hint,
      });
    } catch (error) {
      if (error instanceof LiveOriginError && error.code === "WAIT_TIMED_OUT") return false;
      throw error;
    }
  };
  const probed = await look("a probe to arrive at the edge", PROBE_DEADLINE_MS, () =>
    keysWorkAtEdge({
      encoder: momentoHttp({ restUrl: context.momentoRestUrl, key: context.secrets.encoderKey }),
      cache: cacheName(context),
      playbackUrl: url,
      nonce: clock.now().toString(36),
      signal,
    }),
  );
  if (!probed) warn(host, "The new keys were not seen working at the edge; the old ones are kept.");
  if (!probed || !(await channelRuns(host, stack))) return probed;
  const { plays } = await waitFirstPicture(host, stack, url);
  const before = await newestSegment(url);
  const advances =
    plays &&
    (await look("a new segment at the edge", SEGMENT_DEADLINE_MS, async () => {
      const newest = await newestSegment(url);
      return newest !== undefined && newest !== before;
    }));
  if (!advances) warn(host, "The show does not go on at the edge; the old keys are kept.");
  return advances;
}

function warn({ emit }: Host, message: string): void {
  emit({ type: "note", level: "warning", code: "KEYS_NOT_SEEN_WORKING", message });
}
