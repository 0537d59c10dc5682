import type { SandboxClock } from "../../clock.ts";
import type { EncoderOrder } from "../order.ts";
import { type FfmpegRun, startFfmpegRun } from "./ffmpeg-run.ts";
import type { Intake } from "./opened-input.ts";
import { createLossTimer, type LossTimer } from "./loss-timer.ts";
import { type Program, gopMilliseconds } from "./program.ts";
import type { Sender } from "./push-feed.ts";

type FeedingOptions = {
  readonly order: EncoderOrder;
  readonly program: Program;
  readonly intake: Intake;
  readonly clock: SandboxClock;
  readonly alert: (type: string, message: string | undefined) => void;
  readonly note: (text: string) => void;
  readonly stopping: AbortSignal;
  readonly ffmpegPath: string;
  readonly preset: string;
};

/** An input that is there may take this long to give pictures before it counts as lost. */
const OPENING_PATIENCE_MS = 15_000;
/** A push input's sender should be there already when the channel starts (MediaLive user guide). */
const SENDER_PATIENCE_MS = 1_000;
/** A lost input that is back within this time is not replaced. */
const GAP_PATIENCE_MS = 1_000;
/** Beyond its length, a GOP may be this late before slate takes over … */
const LATE_GOP_MS = 5_000;
/** … and this late before ffmpeg is given up. */
const DEAD_GOP_MS = 12_000;
const FIRST_GOP_MS = 20_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 8_000;
const CHECK_MS = 250;

/** Keeps the program fed from the input until `stopping` aborts: one ffmpeg after another, with growing pauses while none gets anywhere. */
export async function feedProgram(options: FeedingOptions): Promise<void> {
  const { intake, clock, stopping } = options;
  const loss = createLossTimer(options);
  loss.expect(intake.sender === undefined ? OPENING_PATIENCE_MS : SENDER_PATIENCE_MS);
  let fruitless = 0;
  while (!stopping.aborted) {
    const sender = await intake.sender?.(stopping).catch(() => undefined);
    if (stopping.aborted) return;
    if (sender !== undefined) loss.expect(OPENING_PATIENCE_MS);
    const { fruitful, code, why } = await runOnce(options, sender, loss);
    if (stopping.aborted) return;
    options.note(`input ended: ${why}`);
    if (intake.endsForGood && code === 0) {
      loss.expect(0, "the input file has ended");
      return;
    }
    loss.expect(GAP_PATIENCE_MS, why);
    fruitless = fruitful ? 0 : fruitless + 1;
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** fruitless);
    await clock.sleep(pauseMs, stopping).catch(() => {});
  }
}

type RunResult = { readonly fruitful: boolean; readonly code: number | null; readonly why: string };

async function runOnce(
  { order, intake, program, clock, stopping, ffmpegPath, preset }: FeedingOptions,
  sender: Sender | undefined,
  loss: LossTimer,
): Promise<RunResult> {
  let pieces = 0;
  let heardMs = clock.now();
  let why: string | undefined;
  const run = startFfmpegRun({
    ffmpegPath,
    order,
    preset,
    inputArguments: intake.inputArguments,
    pullProxy: intake.pullProxy,
    secrets: intake.secrets,
    onGops: (gops) => {
      if (stopping.aborted) return;
      pieces += 1;
      heardMs = clock.now();
      loss.met();
      program.live(gops);
    },
  });
  if (sender === undefined) run.input.end();
  else sender.feed(run.input);
  void sender?.gone.then((reason) => (why ??= reason));
  const gopMs = gopMilliseconds(order);
  const alive = (): boolean => {
    const idleMs = clock.now() - heardMs;
    if (pieces === 0) return idleMs < FIRST_GOP_MS;
    if (idleMs > gopMs + LATE_GOP_MS) loss.expect(0);
    return idleMs < gopMs + DEAD_GOP_MS;
  };
  const over = new AbortController();
  const watched = stopWhenDead(run, alive, clock, AbortSignal.any([stopping, over.signal]));
  void watched.then((dead) => dead && (why ??= "the input gave no more pictures"));
  const end = await run.ended;
  over.abort();
  await watched;
  sender?.release();
  return {
    fruitful: pieces > 0,
    code: end.code,
    why: why ?? (end.lastWords || `ffmpeg ended (${end.code})`),
  };
}

/** Stops a run when it is no longer alive, which is the answer, or when the signal aborts. */
async function stopWhenDead(
  run: FfmpegRun,
  alive: () => boolean,
  clock: SandboxClock,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted && alive()) await clock.sleep(CHECK_MS, signal).catch(() => {});
  await run.stop();
  return !signal.aborted;
}
