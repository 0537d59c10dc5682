import type { Writable } from "node:stream";
import type { SandboxClock } from "../../clock.ts";

/** Where a sender from outside meets the encoder: the network offers bytes, an encoder takes them while it lives. */
export type PushFeed = {
  /**
   * Bytes from the sender. `entry` gives what must come first when an encoder starts with this chunk; undefined where
   * none can start.
   */
  offer(chunk: Buffer, entry: (() => Buffer) | undefined): void;
  /** The sender has left. */
  leave(reason: string): void;
  /** Waits for bytes that an encoder can start with. Rejects with the signal's reason when it aborts first. */
  sender(signal: AbortSignal): Promise<Sender>;
};

export type Sender = {
  /** Sends everything since the entry, and what follows, to an encoder. */
  feed(encoder: Writable): void;
  /** Resolves with the reason when the bytes end: the sender left or stalled, or the encoder cannot keep up. */
  readonly gone: Promise<string>;
  /** The encoder is gone: bytes are dropped until somebody asks for a sender again. */
  release(): void;
};

/** A sender that is silent for longer is taken as lost. */
export const STALL_MS = 3_000;
const CHECK_MS = 250;
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024;

type Connection = {
  readonly queue: Buffer[];
  queuedBytes: number;
  encoder: Writable | undefined;
  readonly end: (reason: string) => void;
};

/** A feed without a sender. */
export function createPushFeed(clock: SandboxClock): PushFeed {
  let connection: Connection | undefined;
  let start: ((chunk: Buffer, entry: Buffer) => void) | undefined;
  let heardMs = 0;

  const connect = (chunk: Buffer, entry: Buffer): Sender => {
    const released = new AbortController();
    let end: (reason: string) => void = () => {};
    const gone = new Promise<string>((resolve) => {
      end = (reason) => {
        if (connection === mine) connection = undefined;
        released.abort();
        resolve(reason);
      };
    });
    const mine: Connection = { queue: [], queuedBytes: 0, encoder: undefined, end };
    connection = mine;
    send(mine, entry);
    send(mine, chunk);
    void watch(released.signal, end);
    return {
      gone,
      release: () => end("the encoder ended"),
      feed(encoder) {
        mine.encoder = encoder;
        for (const queued of mine.queue.splice(0)) encoder.write(queued);
        void gone.then(() => encoder.end());
      },
    };
  };

  const watch = async (signal: AbortSignal, end: (reason: string) => void): Promise<void> => {
    while (!signal.aborted) {
      await clock.sleep(CHECK_MS, signal).catch(() => {});
      if (clock.now() - heardMs > STALL_MS) end("the sender went silent");
    }
  };

  return {
    offer(chunk, entry) {
      heardMs = clock.now();
      if (connection !== undefined) send(connection, chunk);
      else if (start !== undefined && entry !== undefined) start(chunk, entry());
    },
    leave: (reason) => connection?.end(reason),
    sender: (signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          start = undefined;
          reject(signal.reason as Error);
        };
        if (signal.aborted) {
          abort();
          return;
        }
        signal.addEventListener("abort", abort, { once: true });
        start = (chunk, entry) => {
          start = undefined;
          signal.removeEventListener("abort", abort);
          resolve(connect(chunk, entry));
        };
      }),
  };
}

function send(connection: Connection, chunk: Buffer): void {
  const { encoder } = connection;
  if (encoder === undefined) {
    connection.queue.push(chunk);
    connection.queuedBytes += chunk.length;
  } else if (!encoder.destroyed && !encoder.writableEnded) encoder.write(chunk);
  const waitingBytes = encoder === undefined ? connection.queuedBytes : encoder.writableLength;
  if (waitingBytes > MAX_BUFFERED_BYTES) connection.end("the encoder cannot keep up");
}
