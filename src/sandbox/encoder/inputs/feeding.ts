import type { SandboxClock } from "../../clock.ts";
import type { EncoderSettings } from "../encoder-settings.ts";
import { diagnoseRun } from "./diagnose-run.ts";
import { type FfmpegRun, type RunEnd, startFfmpegRun } from "./ffmpeg-run.ts";
import type { Diagnosis } from "./input-alerts.ts";
import { createInputHealth, type InputHealth } from "./input-health.ts";
import type { OpenedInput } from "./opened-input.ts";
import { refusedCodec } from "./taken-codecs.ts";
import { type Playout, gopMilliseconds } from "./playout.ts";
import type { Sender } from "./push-feed.ts";

type FeedingOptions = {
  readonly settings: EncoderSettings;
  readonly playout: Playout;
  readonly opened: OpenedInput;
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

/**
 * Keeps the playout fed from the input until `stopping` aborts: one ffmpeg after another, with growing pauses while
 * none gets anywhere.
 */
export async function feedPlayout(options: FeedingOptions): Promise<void> {
  const { opened, clock, stopping } = options;
  let last: Diagnosis = NOTHING_YET;
  const health = createInputHealth({ ...options, diagnose: () => opened.diagnose?.() ?? last });
  health.expect(opened.sender === undefined ? OPENING_PATIENCE_MS : SENDER_PATIENCE_MS);
  let fruitless = 0;
  while (!stopping.aborted) {
    const sender = await opened.sender?.(stopping).catch(() => undefined);
    if (stopping.aborted) return;
    if (sender !== undefined) health.expect(OPENING_PATIENCE_MS);
    const { fruitful, end, why } = await runOnce(options, sender, health);
    if (stopping.aborted) return;
    const reason = why ?? (end.lastLine || `ffmpeg ended (${end.code})`);
    options.note(`input ended: ${reason}`);
    if (opened.endsForGood && end.code === 0) {
      last = { lacks: "nothing", says: "the input file has ended" };
      health.expect(0);
      return;
    }
    const refused = refusedCodec(options.settings.input.type, end.streams);
    const found: Diagnosis = why === undefined ? diagnoseRun(end) : { lacks: "nothing", says: why };
    last = refused ?? (fruitful ? found : ((await opened.examine?.(found)) ?? found));
    health.expect(GAP_PATIENCE_MS);
    fruitless = fruitful ? 0 : fruitless + 1;
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** fruitless);
    await clock.sleep(pauseMs, stopping).catch(() => {});
  }
}

const NOTHING_YET: Diagnosis = {
  lacks: "nothing",
  says: "nothing has been decoded from the input yet",
};
const NO_AUDIO: Diagnosis = { lacks: "audio", says: "video, but no audio arrives from the input" };

type RunResult = {
  readonly fruitful: boolean;
  readonly end: RunEnd;
  /** What ended it, where that was not ffmpeg itself. */
  readonly why: string | undefined;
};

async function runOnce(
  { settings, opened, playout, clock, stopping, ffmpegPath, preset }: FeedingOptions,
  sender: Sender | undefined,
  health: InputHealth,
): Promise<RunResult> {
  let pieces = 0;
  let heardMs = clock.now();
  let why: string | undefined;
  const run = startFfmpegRun({
    ffmpegPath,
    settings,
    preset,
    inputArguments: opened.inputArguments,
    pullProxy: opened.pullProxy,
    secrets: opened.secrets,
    onGops: (gops) => {
      if (stopping.aborted) return;
      if (refusedCodec(settings.input.type, run.streams())?.lacks === "video") {
        void run.stop();
        return;
      }
      pieces += 1;
      heardMs = clock.now();
      health.met(lacksAudio(run, opened, settings));
      playout.live(gops);
    },
  });
  if (sender === undefined) run.input.end(opened.inputText ?? "");
  else sender.feed(run.input);
  void sender?.gone.then((reason) => (why ??= reason));
  const gopMs = gopMilliseconds(settings);
  const alive = (): boolean => {
    const idleMs = clock.now() - heardMs;
    if (pieces === 0) return idleMs < FIRST_GOP_MS;
    if (idleMs > gopMs + LATE_GOP_MS) health.expect(0);
    return idleMs < gopMs + DEAD_GOP_MS;
  };
  const over = new AbortController();
  const watched = stopWhenDead({
    run,
    alive,
    clock,
    signal: AbortSignal.any([stopping, over.signal]),
  });
  // Of one that never gave any, ffmpeg tells more.
  void watched.then((dead) => dead && pieces > 0 && (why ??= "the input gave no more pictures"));
  const end = await run.ended;
  over.abort();
  await watched;
  sender?.release();
  return { fruitful: pieces > 0, end, why };
}

/** Pictures come; whether sound does, which the ladder wants. */
function lacksAudio(
  run: FfmpegRun,
  opened: OpenedInput,
  settings: EncoderSettings,
): Diagnosis | undefined {
  const streams = run.streams();
  const wanted = settings.rungs.some(({ audioBitrate }) => audioBitrate > 0);
  if (!wanted || streams.length === 0) return undefined;
  const refused = refusedCodec(settings.input.type, streams);
  if (refused !== undefined || streams.some(({ kind }) => kind === "Audio")) return refused;
  const seen = opened.diagnose?.();
  return seen?.lacks === "audio" ? seen : NO_AUDIO;
}

/** Stops a run when it is no longer alive, which is the answer, or when the signal aborts. */
async function stopWhenDead({
  run,
  alive,
  clock,
  signal,
}: {
  readonly run: FfmpegRun;
  readonly alive: () => boolean;
  readonly clock: SandboxClock;
  readonly signal: AbortSignal;
}): Promise<boolean> {
  while (!signal.aborted && alive()) await clock.sleep(CHECK_MS, signal).catch(() => {});
  const isDead = !signal.aborted;
  await run.stop();
  return isDead;
}
