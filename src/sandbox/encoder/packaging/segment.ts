/** One finished segment of one output, not yet padded. */
export type Segment = {
  /** The counter in its name and its media sequence number: 1 at each start of the channel. */
  readonly sequence: number;
  readonly packets: Buffer;
  readonly durationTicks: number;
  /** UTC of its first frame, epoch milliseconds. */
  readonly startMs: number;
  /** The timeline or the source changed before it. */
  readonly discontinuity: boolean;
};
