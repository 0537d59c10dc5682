import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import { endSentence } from "../terminal/end-words.ts";
import { writeJsonLine } from "../terminal/json-lines.ts";
import type { Invocation } from "./command.ts";

/** From here on the end of a show is news, milliseconds. */
const SOON_MS = 600_000;
/** A schedule is as exact as a minute. */
const LOOK_EVERY_MS = 60_000;

/** What a watch does at every tick to say, once for each end, that less than ten minutes of the show are left. */
export function createEndWatch(
  { context, output }: Pick<Invocation, "context" | "output">,
  look: () => Promise<AutoStop | undefined>,
): () => Promise<void> {
  let lookedAt = -Infinity;
  let shown: number | undefined;
  return async () => {
    const now = context.clock.now();
    if (now - lookedAt < LOOK_EVERY_MS) return;
    lookedAt = now;
    const end = await look();
    if (end?.is !== "set" || end.leftMs >= SOON_MS || end.leftMs < 0) return;
    if (shown === end.endsAt) return;
    shown = end.endsAt;
    if (output.json)
      writeJsonLine(context.stdout, {
        event: "ends-soon",
        at: new Date(now).toISOString(),
        endsAt: new Date(end.endsAt).toISOString(),
      });
    else
      output.result(undefined, `${new Date(now).toISOString().slice(11, 19)} ${endSentence(end)}`);
  };
}
