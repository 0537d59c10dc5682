import { fail, pass, skip, warn, type Check, type Finding } from "../check.ts";
import { serviceWords } from "../../config/text/redact.ts";
import type { Alert } from "../evidence.ts";
import { curlChannel } from "../repeat.ts";
import type { VerifyTarget } from "../target.ts";

/** What MediaLive itself complains about: the only view that its API gives of a lost input or a refused PUT. */
export const channelAlerts: Check = {
  id: "channel-alerts",
  hop: "channel",
  asked: "does MediaLive raise no alert on the channel?",
  needs: ["channel-running"],
  curl: (evidence) => curlChannel(evidence, "/alerts?stateFilter=SET"),
  run: async ({ channel, alerts, target }) => {
    if ((await channel()) === undefined) return skip("there is no channel");
    const set = await alerts();
    const [first] = set;
    if (first === undefined) return pass("no alert is set");
    const saw = set.map(({ type, message }) => `${type}: ${serviceWords(message)}`).join("; ");
    const output = set.find(({ type }) => /output/i.test(type));
    const input = set.find(({ type }) => /input|probe|video|audio|source|network|pid/i.test(type));
    if (output !== undefined) return refusedOutput(saw, output, target);
    if (input !== undefined)
      return fail(saw, {
        code: "NO_INPUT",
        text: "the channel runs, but no picture reaches it",
        hint: `Let the encoder send: ${target.command("status")} shows server and stream key. Is its address among the allowed CIDRs?`,
      });
    return warn(saw, {
      code: "CHANNEL_ALERT",
      text: "MediaLive raises an alert that does not concern input or output",
      hint: "Look at the channel's alerts in the MediaLive console.",
    });
  },
};

/** The number in the message is the origin's HTTP status; MediaLive gives it nowhere else. */
function refusedOutput(saw: string, { message }: Alert, { command }: VerifyTarget): Finding {
  const status = /\b(4\d\d|5\d\d)\b/.exec(message)?.[1];
  if (status === "401" || status === "403")
    return fail(saw, {
      code: "ENCODER_KEY_CANNOT_WRITE",
      text: `the origin refuses the encoder key (${status})`,
      hint: `Make a new one and give it to the channel: ${command("rotate-keys")}`,
    });
  if (status === "429")
    return fail(saw, {
      code: "ACCOUNT_LIMIT",
      text: "the origin refuses segments, because a limit of the Momento account is exceeded: item size, operations or throughput",
      hint: `Take a smaller ladder, or a higher limit from Momento: ${command("doctor")} shows the figures.`,
    });
  return fail(saw, {
    code: "OUTPUT_FAILS",
    text: "MediaLive cannot write to the origin",
    hint: "Compare the destination's URL with what Momento's console shows for the cache.",
  });
}
