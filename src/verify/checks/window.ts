import { fail, pass, skip, type Check } from "../check.ts";
import { statusOf } from "../place.ts";
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
    return fail(`${gone.name}: ${statusOf(gone.answer)}`, {
      code: "LISTED_SEGMENT_GONE",
      text: "playlists list segments that the origin has dropped already",
      hint: `Take a longer TTL: ${target.command("create-channel --ttl-seconds 3600 --allow-interruption")}`,
      curl: origin.curl(gone.address),
    });
  },
};
