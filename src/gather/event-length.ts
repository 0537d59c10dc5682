import type { Invocation } from "../cli/command.ts";
import { DURATION_HINT, durationFlag, durationMs } from "../config/text/duration.ts";
import { askText } from "../terminal/ask.ts";
import { PROMPTS } from "../terminal/prompts.ts";
import { durationText } from "../terminal/time-words.ts";

/** A show is seldom over to the minute: the channel is stopped so much later than the event is said to last. */
const MARGIN_MS = 15 * 60_000;

/** How long the channel of an event is to run, milliseconds: its length and a quarter of an hour. Null: until somebody stops it. */
export type EventRunMs = number | null;

const MARGIN_WORDS = durationText(MARGIN_MS);

const WHY = `AWS then stops the channel by itself, ${MARGIN_WORDS} after that, even when this computer is off. Enter alone: it runs until somebody stops it.`;

/** Asks how long the event lasts, for how long its channel is to run. Rejects when the person leaves. */
export async function askEventLength(
  { context }: Pick<Invocation, "context">,
  before: EventRunMs | undefined = null,
): Promise<EventRunMs> {
  const text = await askText(context, {
    message: PROMPTS.eventLength(),
    why: WHY,
    initial: before === null ? undefined : durationFlag(before - MARGIN_MS),
    validate: (answer) =>
      answer.trim() === "" || runMs(answer.trim()) !== undefined ? undefined : DURATION_HINT,
  });
  return runMs(text.trim()) ?? null;
}

/** What the answer means, in words. */
export function eventWords(run: EventRunMs | undefined): string {
  return typeof run === "number"
    ? `${durationText(run - MARGIN_MS)}; AWS stops it ${MARGIN_WORDS} later`
    : "until somebody stops it";
}

/** Both together are no longer than a schedule may be away. */
function runMs(text: string): number | undefined {
  const length = durationMs(text);
  return length === undefined ? undefined : durationMs(durationFlag(length + MARGIN_MS));
}
