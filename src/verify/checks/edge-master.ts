import { ownCommand } from "../../config/text/own-command.ts";
import { fail, pass, skip, warn, type Check } from "../check.ts";
import { readable } from "../evidence.ts";
import { masterDifferences } from "../master-difference.ts";
import { statusOf } from "../cached-source.ts";
import { curlMaster } from "../repeat.ts";

/** The master that viewers get says the same as the one that the encoder writes. */
export const edgeMaster: Check = {
  id: "edge-master",
  hop: "edge",
  asked: "does the edge serve a master playlist that says what the origin's says?",
  needs: ["distribution", "edge-origin"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ edge, origin, target, channel }) => {
    if (edge === undefined) return skip("there is no distribution");
    const { answer, links } = await edge.master();
    if (links.length === 0)
      return fail(
        answer?.status === 200
          ? "200, but no variant is in it"
          : answer === undefined
            ? "nothing answers at the edge"
            : `the edge answers ${statusOf(answer)}`,
        {
          code: "MASTER_NOT_SERVED",
          text: "viewers get no master playlist at this address",
          hint:
            target.distribution === undefined
              ? `Compare the address with the playback URL that ${ownCommand("status")} shows.`
              : `Set the distribution right: ${target.command("create-cdn")}`,
        },
      );
    const real = (await origin?.master())?.links ?? [];
    if (real.length === 0)
      return pass(`${links.length} variants; the origin's was not there to compare`);
    const rungs = (await readable(channel))?.rungs ?? [];
    const isCbr = rungs.length > 0 && rungs.every((rung) => rung.isCbr);
    const differences = masterDifferences(links, real, { isCbr });
    if (differences.length === 0) return pass(`${links.length} variants, as at the origin`);
    const hint = `Make it from the ladder in force: ${target.command("create-cdn")}`;
    // What MediaLive states as BANDWIDTH is documented nowhere, and players play either.
    if (differences.every((difference) => difference.startsWith("BANDWIDTH")))
      return warn(differences.join("; "), {
        code: "BANDWIDTH_DIFFERS",
        text: "viewers are told other bitrates than the encoder states, so players may choose less well",
        hint,
      });
    return fail(differences.join("; "), {
      code: "MASTER_DIFFERS",
      text: "the master at the edge was made for another ladder than the channel encodes",
      hint,
    });
  },
};
