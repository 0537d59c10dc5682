import { fail, pass, skip, type Check } from "../check.ts";
import { curlChannel } from "../repeat.ts";

/** The channel is RUNNING. */
export const channelRunning: Check = {
  id: "channel-running",
  hop: "channel",
  asked: "is the MediaLive channel running?",
  needs: [],
  curl: (evidence) => curlChannel(evidence),
  run: async ({ channel, target }) => {
    if (target.channel === undefined) return skip("this stack has no channel");
    const facts = await channel();
    if (facts === undefined)
      return fail(`channel ${target.channel.id} does not exist any more`, {
        code: "CHANNEL_GONE",
        text: "the channel was deleted",
        hint: `Make it again: ${target.command("create-channel")}`,
      });
    const saw = `channel ${facts.id} is ${facts.state}`;
    if (facts.state === "RUNNING") return pass(saw);
    if (facts.state === "IDLE")
      return fail(saw, {
        code: "CHANNEL_IDLE",
        text: "the channel is not started, so nothing is encoded",
        hint: `Start it: ${target.command("start")}`,
      });
    if (facts.state === "RECOVERING")
      return fail(saw, {
        code: "CHANNEL_RECOVERING",
        text: "a pipeline of the channel failed, and MediaLive is restarting it by itself",
        hint: "Leave it alone: a stop now costs the show. Run verify again in a minute; if it stays so, look at the channel's alerts and at AWS's health page.",
      });
    return fail(saw, {
      code: "CHANNEL_NOT_RUNNING",
      text: `the channel is ${facts.state}`,
      hint: /FAILED/.test(facts.state)
        ? `Repair it: ${target.command("create-channel")}`
        : "Wait until it has settled, then run verify again.",
    });
  },
};
