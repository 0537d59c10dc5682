import { EXIT } from "../config/failure.ts";
import { writeJsonLine } from "../terminal/json-lines.ts";
import { drawScreen } from "../terminal/screen.ts";
import type { Invocation } from "../cli/command.ts";
import { exitOf, lookAtStacks, renderLooks, shown } from "../core/inspect/inspect-stacks.ts";

const EVERY_MS = 5_000;

/**
 * Looks again and again until Ctrl-C: the screen anew on a terminal, what changed elsewhere, one line of JSON per change with
 * `--json`. The exit code is that of the last look.
 */
export async function watchStatus(invocation: Invocation): Promise<number> {
  const { context, output } = invocation;
  const { clock, signal, stdout } = context;
  let before: string | undefined;
  let code: number = EXIT.interrupted;
  try {
    for (;;) {
      const looks = await lookAtStacks(invocation);
      code = exitOf(looks);
      const now = clock.now();
      const facts = JSON.stringify(looks.map(shown).map(withoutTimes));
      const isNews = facts !== before;
      before = facts;
      if (output.json && isNews)
        writeJsonLine(stdout, { at: new Date(now).toISOString(), stacks: looks.map(shown) });
      if (!output.json && (isNews || stdout.isTTY === true))
        drawScreen(stdout, renderLooks(invocation, looks, now));
      await clock.sleep(EVERY_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return code;
}

/** Times that move by themselves are no change. */
function withoutTimes(look: unknown): unknown {
  return JSON.parse(
    JSON.stringify(look, (key, value: unknown) =>
      key === "runningSince" || key === "keyDays" ? undefined : value,
    ),
  );
}
