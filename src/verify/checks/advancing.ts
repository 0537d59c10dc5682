import { fail, pass, skip, type Check } from "../check.ts";
import { curlItem } from "../repeat.ts";

/** New segments keep coming at the origin. */
export const originAdvancing: Check = {
  id: "origin-advancing",
  hop: "origin",
  asked: "does every variant get a new segment within two target durations?",
  needs: ["origin-variants"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>.m3u8"),
  run: async ({ origin, originAdvance, target }) => {
    if (origin === undefined) return skip("only a URL is looked at");
    const advances = await originAdvance();
    const stuck = advances.find(({ segments }) => segments === 0);
    const backwards = advances.find(({ segments }) => segments < 0);
    if (stuck?.last.playlist?.isEnded === true)
      return fail(`${stuck.name} ends with EXT-X-ENDLIST`, {
        code: "ENDLIST_IN_RUNNING_SHOW",
        text: "the list says that the show is over: players stop at its end, and the encoder writes nothing after it",
        hint: `While a show runs, only a new start clears it: ${target.command("stop")}, then ${target.command("start")}. See what else writes into this cache.`,
        curl: origin.curl(stuck.address),
      });
    if (stuck !== undefined)
      return fail(`${stuck.name} stood still for ${(stuck.waitedMs / 1000).toFixed(1)} s`, {
        code: "ORIGIN_STANDS_STILL",
        text: "the encoder has stopped writing this variant",
        hint: `Look at channel-alerts; start the channel again if nothing else helps: ${target.command("stop")}, then ${target.command("start")}`,
        curl: origin.curl(stuck.address),
      });
    if (backwards !== undefined)
      return fail(`${backwards.name} went ${-backwards.segments} segments back`, {
        code: "ENCODER_RESTARTED",
        text: "the encoder restarted while it was being watched",
        hint: "Wait a few seconds and run verify again.",
        curl: origin.curl(backwards.address),
      });
    const [first] = advances;
    const longest = Math.max(0, ...advances.map(({ waitedMs }) => waitedMs));
    return pass(
      `a new segment on all ${advances.length} within ${(longest / 1000).toFixed(1)} s`,
      first === undefined ? undefined : origin.curl(first.address),
    );
  },
};
