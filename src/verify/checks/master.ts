import { fail, pass, skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { readable, type Evidence } from "../evidence.ts";
import { statusOf, type MasterSeen } from "../cached-source.ts";
import { curlItem } from "../repeat.ts";

/** The master playlist is at the origin: MediaLive writes. */
export const originMaster: Check = {
  id: "origin-master",
  hop: "origin",
  asked: "is the master playlist at the origin?",
  needs: ["player-key", "encoder-key", "channel-running", "destination", "segment-limit"],
  curl: (evidence) => curlItem(evidence, "playlist.m3u8"),
  run: async (evidence) => {
    const { origin } = evidence;
    if (origin === undefined) return skip("only a URL is looked at");
    const seen = await origin.master();
    if (seen.links.length > 0)
      return pass(
        `${seen.links.length} variants: ${seen.links.map(({ resolution }) => resolution).join(", ")}`,
      );
    return missing(evidence, seen);
  },
};

async function missing(evidence: Evidence, { answer }: MasterSeen): Promise<Finding> {
  const { target } = evidence;
  const saw =
    answer?.status === 200
      ? "200, but no variant is in it"
      : `the origin answers ${statusOf(answer)}`;
  const alerts = (await readable(evidence.alerts)) ?? [];
  if (alerts.length > 0)
    return fail(saw, {
      code: "ENCODER_CANNOT_WRITE",
      text: "the channel runs, but nothing of it arrives: MediaLive raises an alert",
      hint: "See what the check channel-alerts says.",
    });
  if (answer === undefined)
    return fail(saw, {
      code: "ORIGIN_UNREACHABLE",
      text: "the origin cannot be reached from this machine",
      hint: "Check the network, then run verify again.",
    });
  if (answer.status === 404 && target.channel === undefined)
    return fail(saw, {
      code: "NO_CHANNEL",
      text: "this stack has no channel, and no other encoder has written a master",
      hint: `Make one: ${target.command("create-channel")}; or let your own encoder write to the cache.`,
    });
  if (answer.status === 404 && (await hasVariants(evidence)))
    return fail(`${saw}, though playlists of variants are there`, {
      code: "CACHE_MADE_ANEW",
      text: "the cache was deleted and made again, or emptied, while the show ran: the master is written only once, at the start",
      hint: "Viewers who get the master from the edge play on, and the window fills again by itself; nothing needs to be stopped. See who else may delete caches of this account.",
    });
  if (answer.status === 404)
    return fail(saw, {
      code: "NOT_WRITTEN_YET",
      text: "the encoder has not written a master yet, or it has expired: the first takes a segment or two after the start",
      hint: `Wait a few seconds and run verify again; ${target.command("status")} shows since when the channel runs.`,
    });
  return fail(saw, {
    code: "MASTER_UNREADABLE",
    text: "something else was stored under the name of the master",
    hint: `Start the channel again: ${target.command("stop")}, then ${target.command("start")}`,
  });
}

/** The names of the variants are in the master that the edge serves by itself. */
async function hasVariants({ edge, origin }: Evidence): Promise<boolean> {
  const [link] = (await edge?.master())?.links ?? [];
  if (origin === undefined || link === undefined) return false;
  return (await origin.get(origin.resolve(link.uri)))?.status === 200;
}
