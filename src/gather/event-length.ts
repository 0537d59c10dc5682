import type { Invocation } from "../cli/command.ts";
import { DURATION_HINT, durationMs } from "../config/text/duration.ts";
import { askText } from "../terminal/ask.ts";
import { ASKED } from "../terminal/prompts.ts";

/** A show is seldom over to the minute: the channel is stopped so much later than the event is said to last. */
const MARGIN_MS = 15 * 60_000;

/**
 * How long a channel that is about to be started is to run, milliseconds: the length of the event and a quarter of an hour.
 * Undefined for "until somebody stops it". Rejects when the person leaves.
 */
export async function askEventLength({ context }: Invocation): Promise<number | undefined> {
  const text = await askText(context, {
    message: ASKED.eventLength(),
    why: "AWS then stops the channel by itself, 15 minutes later than that, also when this computer is off. Enter alone: it runs until somebody stops it.",
    validate: (answer) =>
      answer.trim() === "" || durationMs(answer.trim()) !== undefined ? undefined : DURATION_HINT,
  });
  const length = durationMs(text.trim());
  return length === undefined ? undefined : length + MARGIN_MS;
}
