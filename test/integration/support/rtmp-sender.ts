import { connect, type Socket } from "node:net";
import { type AmfValue, encodeAmf } from "../../../src/sandbox/encoder/inputs/rtmp/amf0.ts";
import { writeChunks } from "../../../src/sandbox/encoder/inputs/rtmp/chunk-writer.ts";

/** Speaks just enough RTMP to ask for a stream. */
export function knock(port: number, app: string, instance: string): Socket {
  const socket = connect(port, "127.0.0.1");
  const command = (...values: readonly AmfValue[]): Buffer =>
    writeChunks({ type: 20, streamId: 0, timestampMs: 0, body: encodeAmf(values) }, 128);
  socket.write(Buffer.concat([Buffer.of(3), Buffer.alloc(2 * 1_536)]));
  socket.write(command("connect", 1, { app, tcUrl: `rtmp://127.0.0.1/${app}` }));
  socket.write(command("publish", 2, null, instance, "live"));
  return socket;
}

export type RawPublisher = {
  /** Sends these messages again and again, until the publisher is closed or falls silent. */
  repeat(...messages: readonly RawMessage[]): void;
  /** Says no more, and keeps the connection. */
  fallSilent(): void;
  readonly closed: Promise<void>;
  close(): void;
};

/** Type 8 is audio and 9 video; the body as hex. */
export type RawMessage = { readonly type: 8 | 9; readonly body: string };

/** A keyframe of Enhanced RTMP with a FourCC. */
export const enhancedVideo = (fourCc: string): RawMessage => ({
  type: 9,
  body: `91${Buffer.from(fourCc, "latin1").toString("hex")}000000`,
});
export const H264_HEADER: RawMessage = { type: 9, body: "1700000000" };
export const AAC_HEADER: RawMessage = { type: 8, body: "af001190" };
export const AAC_FRAME: RawMessage = { type: 8, body: "af01211004608c1c" };

/** A publisher that sends whatever bytes it is told to. Rejects when it is not let in. */
export async function publishRaw(
  port: number,
  app: string,
  instance: string,
): Promise<RawPublisher> {
  const socket = knock(port, app, instance);
  socket.on("error", () => socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    socket.on("data", (chunk: Buffer) => {
      said += chunk.toString("latin1");
      if (said.includes("NetStream.Publish.Start")) resolve();
    });
    void closed.then(() => reject(new Error(`not let in: ${said}`)));
  });
  let timer: NodeJS.Timeout | undefined;
  let timestampMs = 0;
  const fallSilent = (): void => clearInterval(timer);
  void closed.then(fallSilent);
  return {
    repeat(...messages) {
      timer = setInterval(() => {
        timestampMs += 40;
        for (const { type, body } of messages)
          socket.write(
            writeChunks({ type, streamId: 1, timestampMs, body: Buffer.from(body, "hex") }, 128),
          );
      }, 40);
    },
    fallSilent,
    closed,
    close: () => socket.destroy(),
  };
}
