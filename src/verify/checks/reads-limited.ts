import { fail, pass, skip, type Check } from "../check.ts";
import { curlMaster } from "../repeat.ts";

/** No read is refused for a limit: what was refused was asked for again, so that the other checks see the stream. */
export const readsLimited: Check = {
  id: "reads-limited",
  hop: "origin",
  asked: "is no read refused because a limit of the account is exceeded?",
  needs: ["player-key"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ limited, origin, edge, stream, originAdvance, edgeAdvance, target }) => {
    if (origin === undefined) return skip("only a URL is looked at");
    // Whatever the others ask for counts.
    await Promise.all([
      originAdvance(),
      edgeAdvance(),
      origin.segments(),
      edge?.segments(),
      stream?.windows(),
    ]);
    const through = (stream?.replies ?? []).filter(({ head }) => head?.status === 429);
    const refused = limited.names.length + through.length;
    const reads = limited.reads + (stream?.replies.length ?? 0);
    if (refused === 0) return pass(`${reads} reads, none refused`);
    return fail(
      `429 to ${refused} of ${reads} reads, ${limited.names[0] ?? "segments at the edge"} for one`,
      {
        code: "READS_LIMITED",
        text: "the origin refuses reads now and then: the account's limit on reads is exceeded, so viewers miss segments",
        hint: `Ask Momento for a higher limit on operations; ${target.command("doctor")} shows the account's figures. Nothing needs to be stopped for that.`,
      },
    );
  },
};
