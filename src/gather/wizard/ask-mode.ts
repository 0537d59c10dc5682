import { askChoice } from "../../terminal/ask.ts";
import { remark, wrappedAt } from "../../terminal/wrapped.ts";
import { typedMode } from "../mode-sources.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { isInteractive } from "../../cli/interactive.ts";

/**
 * The first question: rehearsal or real. Not asked when `--sandbox`, `--no-sandbox` or LIVE_ORIGIN_SANDBOX has said it, nor
 * without a person to ask; then it is real. A rehearsal goes on exactly as if `--sandbox` had been given. Rejects when the
 * person leaves.
 */
export async function askMode<Own>(invocation: Invocation<Own>): Promise<Invocation<Own>> {
  const { flags, context, mode, output } = invocation;
  if (flags.yes === true || !isInteractive(invocation)) return invocation;
  const { errStyle, errColumns } = output;
  output.line(errStyle.bold("Live video in one run"));
  output.line(wrappedAt("encoder → MediaLive → Momento → CloudFront → players", errColumns, "  "));
  output.line(
    errStyle.dim(
      wrappedAt(
        "Enter takes what is shown; Ctrl-C leaves at any question, and nothing is made before you say yes.",
        errColumns,
        "  ",
      ),
    ),
  );
  output.line("");
  if (mode.saidBy !== undefined) {
    const words = mode.isRehearsal ? "a rehearsal on this machine" : "for real";
    output.line(
      remark(
        errStyle.green("✔"),
        `${errStyle.bold("Where")} ${errStyle.cyan(words)} ${errStyle.dim(`(${mode.saidBy})`)}`,
        context.stderr,
      ),
    );
    return invocation;
  }
  const isRehearsal = await askChoice(context, {
    message: PROMPTS.mode(),
    options: [
      {
        value: true,
        label: "a rehearsal",
        description:
          "No account, no internet, no money: the same run against emulators, with real video at the end.",
      },
      {
        value: false,
        label: "for real",
        description:
          "In your AWS and Momento accounts. You see the plan first, and what starts to bill.",
      },
    ],
  });
  return { ...invocation, mode: { ...mode, ...typedMode(isRehearsal) } };
}
