import { fail, pass, skip, type Check } from "../check.ts";
import { statusOf } from "../cached-source.ts";
import { fileName } from "../playlists.ts";
import { curlItem } from "../repeat.ts";

/** The oldest segment that a playlist lists is still there: the TTL covers the window on the wire too. */
export const originWindow: Check = {
  id: "origin-window",
  hop: "origin",
  asked: "is the oldest listed segment of every variant still there?",
  needs: ["origin-variants", "ttl-covers-window"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>_<oldest>.ts"),
  run: async ({ origin, target }) => {
    if (origin === undefined) return skip("only a URL is looked at");
    const looks = await Promise.all(
      (await origin.variants()).flatMap(({ playlist, address: from }) => {
        // The very oldest may leave between the two requests.
        const oldest = playlist?.segments[1] ?? playlist?.segments[0];
        if (oldest === undefined) return [];
        const address = origin.resolve(oldest.uri, from);
        return [
          origin.get(address).then((answer) => ({ name: fileName(oldest.uri), address, answer })),
        ];
      }),
    );
    const gone = looks.find(({ answer }) => answer?.status !== 200);
    if (gone === undefined) return pass(`${looks.length} of ${looks.length} are there`);
    const saw = `${gone.name}: ${statusOf(gone.answer)}`;
    const curl = origin.curl(gone.address);
    if (gone.answer?.status !== 404)
      return fail(saw, {
        code: "SEGMENT_NOT_READABLE",
        text: "the origin does not serve a listed segment, but does not say that it is gone either",
        hint: "Run verify again; look at the account's limits in the Momento console.",
        curl,
      });
    // That the TTL covers the window was seen before: it is not why they are gone.
    if (target.channel !== undefined)
      return fail(saw, {
        code: "CACHE_EMPTIED",
        text: "segments are gone that their TTL should still keep: the cache was deleted and made again or emptied, or they were never written",
        hint: "Nothing needs to be stopped: the list is whole again when these have left it. See who else may delete caches of this account, and what channel-alerts says.",
        curl,
      });
    return fail(saw, {
      code: "LISTED_SEGMENT_GONE",
      text: "playlists list segments that the origin has dropped already",
      hint: "Let the encoder write them with a longer ttl_seconds: at least as many seconds as a playlist lists.",
      curl,
    });
  },
};
