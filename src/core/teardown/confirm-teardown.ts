import { printableLine } from "../../config/printable.ts";
import type { Observed } from "../engine/plan.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { isLive } from "../../services/medialive/channel-waits.ts";
import { askText } from "../../terminal/ask.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { inputNeeded } from "../../cli/input-needed.ts";
import { isInteractive } from "../../cli/interactive.ts";

/** Without a terminal the name must be on the command line, and that is said before any network. Throws INPUT_NEEDED. */
export function requireConfirmation(invocation: Invocation): void {
  const { flags } = invocation;
  if (typeof flags["confirm"] === "string" || flags["dryRun"] === true) return;
  if (isInteractive(invocation)) return;
  throw inputNeeded([
    { flag: "--confirm NAME", what: "the stack's name, because a teardown cannot be undone" },
  ]);
}

/**
 * Wants the stack's name, typed or by `--confirm`: no lesser yes removes anything, and no other is needed, also for a channel
 * on air, which is said. Throws WRONG_NAME.
 */
export async function confirmTeardown(
  invocation: Invocation,
  name: string,
  observed: Observed,
): Promise<void> {
  const { flags, context, output } = invocation;
  const given = flags["confirm"];
  if (typeof given === "string" && given !== name)
    throw new LiveOriginError({
      code: "WRONG_NAME",
      message: `--confirm ${printableLine(given)} is not the name of this stack, which is ${name}. Nothing was removed.`,
      hint: `Repeat it with --confirm ${name} if you mean this one.`,
      resource: "--confirm",
      exitCode: EXIT.usage,
    });
  const channel = observed.get("channel");
  const onAir = channel?.is === "ours" && isLive(channel.status);
  if (onAir) output.warn(`The channel is ${channel.status}: this ends the show.`);
  if (given === name) return;
  await askText(context, {
    message: ASKED.stackName(name),
    validate: (text) =>
      text === name ? undefined : `That is not ${name}. Ctrl-C leaves everything.`,
  });
}
