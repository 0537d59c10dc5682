import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import { readEnd } from "../core/auto-stop/stack-end.ts";
import type { Host } from "../core/host.ts";
import type { Stack } from "../core/stack/stack.ts";
import { endSentence } from "../terminal/end-words.ts";
import type { Invocation } from "./command.ts";

/**
 * Does the show go on without this run? After a hang-up, where a schedule is read back that ends it; and where another run has
 * moved that end to later than this one set it. Says so. Never fails: what cannot be read ends with this run.
 */
export async function leavesShow(
  { output, context }: Invocation,
  host: Host,
  { stack, ours }: { readonly stack: Stack; readonly ours: AutoStop | undefined },
): Promise<boolean> {
  const { reason } = context.signal as { readonly reason: unknown };
  const isHangUp = context.signal.aborted && reason instanceof Error && reason.message === "SIGHUP";
  if (context.signal.aborted && !isHangUp) return false;
  // The run was told to end, but not to end in ignorance.
  const looking: Host = { ...host, signal: new AbortController().signal };
  const end = await readEnd(looking, stack).catch(() => undefined);
  if (end?.is !== "set") return false;
  const isMoved = ours?.is === "set" && end.endsAt > ours.endsAt;
  if (!isHangUp && !isMoved) return false;
  const why = isHangUp ? "The terminal is gone (SIGHUP)" : "Another run has moved the end";
  output.line(`${why}: the channel keeps running. ${endSentence(end)}`);
  return true;
}
