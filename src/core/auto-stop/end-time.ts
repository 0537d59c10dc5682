/** Starting takes up to ten minutes and is normal then (MediaLive user guide, starting and stopping). */
const START_ALLOWANCE_MS = 600_000;

/** A Date has whole seconds and is as old as its way to us: AWS's clock may be ahead of what we take it for. */
const CLOCK_ERROR_MS = 2_000;

const MINUTE_MS = 60_000;

/**
 * The end that is set before a channel starts, epoch milliseconds of AWS's clock: the duration counts from the first
 * picture, which may be ten minutes away. `awsNow` comes from the Date of an answer.
 */
export function firstEnd({
  awsNow,
  durationMs,
}: {
  readonly awsNow: number;
  readonly durationMs: number;
}): number {
  return wholeMinute(awsNow + CLOCK_ERROR_MS + START_ALLOWANCE_MS + durationMs);
}

/**
 * The end once the first picture was seen at `pictureAt` of our clock; `clockOffsetMs` is how far AWS's is ahead of it.
 * Earlier than the first end after a quick start, later after a slow one, and never early. Epoch milliseconds.
 */
export function endAfterPicture({
  pictureAt,
  clockOffsetMs,
  durationMs,
}: {
  readonly pictureAt: number;
  readonly clockOffsetMs: number;
  readonly durationMs: number;
}): number {
  return wholeMinute(pictureAt + clockOffsetMs + CLOCK_ERROR_MS + durationMs);
}

/**
 * The next whole minute: a schedule fires within the minute that it names (EventBridge Scheduler user guide), so seconds could be
 * early.
 */
function wholeMinute(at: number): number {
  return Math.ceil(at / MINUTE_MS) * MINUTE_MS;
}
