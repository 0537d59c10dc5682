/** One RTMP message, whole (Adobe's RTMP specification 1.0, section 6). */
export type RtmpMessage = {
  readonly type: number;
  /** Message stream: 0 for the connection, 1 for the one stream that a publisher creates. */
  readonly streamId: number;
  /** Milliseconds. */
  readonly timestampMs: number;
  readonly body: Buffer;
};

/** Message type ids (sections 5.4 and 7.1). */
export const MESSAGE = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowSize: 5,
  peerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  data: 18,
  command: 20,
} as const;
