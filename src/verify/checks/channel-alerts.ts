import { fail, pass, skip, warn, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
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
    const inputs = set.filter(({ type }) =>
      /input|probe|video|audio|source|network|pid/i.test(type),
    );
    if (output !== undefined) return refusedOutput(saw, output, target);
    if (inputs.length > 0) return lackingInput(saw, inputs, target);
    return warn(saw, {
      code: "CHANNEL_ALERT",
      text: "MediaLive raises an alert that does not concern input or output",
      hint: "Look at the channel's alerts in the MediaLive console.",
    });
  },
};

/** What is missing, with a remedy for each kind of input that may be meant. */
function lackingInput(saw: string, alerts: readonly Alert[], { command }: VerifyTarget): Finding {
  const code = "NO_INPUT";
  if (alerts.every(({ type }) => /audio/i.test(type)))
    return fail(saw, {
      code,
      text: "the channel runs, but no sound that it can use reaches it",
      hint: "Let the encoder send AAC, or take a file that has a sound track.",
    });
  if (alerts.some(({ type }) => /not accessible|resource/i.test(type)))
    return fail(saw, {
      code,
      text: "the channel runs, but cannot reach its input",
      hint: "Open the input's address from another network: it must answer with the file or playlist itself, without a login; an SRT listener must want no passphrase.",
    });
  return fail(saw, {
    code,
    text: "the channel runs, but no picture that it can use reaches it",
    hint: `The alert says what arrives. ${command("status")} shows the input's address: an encoder must push H.264 and AAC there, with this stream key and from an allowed CIDR; a file must be a whole MP4.`,
  });
}

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
      text: "the origin refuses segments, because a limit of the Momento account is exceeded: item size, operations, throughput or hot storage",
      hint: `Take a smaller ladder, a shorter TTL where hot storage is full, or a higher limit from Momento: ${command("doctor")} shows the figures.`,
    });
  return fail(saw, {
    code: "OUTPUT_FAILS",
    text: "MediaLive cannot write to the origin",
    hint: "Compare the destination's URL with what Momento's console shows for the cache.",
  });
}
