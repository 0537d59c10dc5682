import type { Socket } from "node:net";
import { type AmfValue, decodeAmf, encodeAmf } from "./amf0.ts";
import { createChunkReader } from "./chunk-reader.ts";
import { writeChunks } from "./chunk-writer.ts";
import type { SetDeadline } from "../../../deadlines.ts";
import { createHandshake } from "./handshake.ts";
import { MESSAGE, type RtmpMessage } from "./message.ts";
import type { Publisher } from "./publisher.ts";

/** What a session asks the server: who may publish what. */
type RtmpAccess = {
  knowsApp(app: string): boolean;
  /** Admits a publisher, or says why not. */
  admit(app: string, instance: string): Publisher | { readonly refused: string };
  note(text: string): void;
  readonly setDeadline: SetDeadline;
};

const OUR_CHUNK_BYTES = 4_096;
/** What a peer may send in one message before it publishes: commands are short. */
const MAX_COMMAND_BYTES = 64 * 1024;
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
/** Answers that a peer does not read. */
const MAX_UNREAD_BYTES = 1024 * 1024;
/** From the connection to "publish": an encoder says all of it at once. */
const HELLO_TIMEOUT_MS = 10_000;
/** A publisher that says nothing for this long is gone: its reconnect must find the place free. */
const SILENCE_TIMEOUT_MS = 8_000;
const WINDOW_BYTES = 2_500_000;
const STREAM_ID = 1;
const UNPUBLISHED = "the publisher ended the stream";

/** Speaks RTMP with one connected publisher until either side closes (RTMP specification 7.2). */
export function serveRtmpSession(socket: Socket, access: RtmpAccess): void {
  const handshake = createHandshake();
  const reader = createChunkReader(() =>
    publisher === undefined ? MAX_COMMAND_BYTES : MAX_MESSAGE_BYTES,
  );
  let shaken = false;
  let app = "";
  let publisher: Publisher | undefined;
  let windowBytes = WINDOW_BYTES;
  let receivedBytes = 0;
  let acknowledgedBytes = 0;

  const send = (type: number, streamId: number, body: Buffer): void => {
    if (!socket.writable) return;
    socket.write(writeChunks({ type, streamId, timestampMs: 0, body }, OUR_CHUNK_BYTES));
    if (socket.writableLength > MAX_UNREAD_BYTES) socket.destroy();
  };
  const giveUp = (why: string) => (): void => {
    access.note(`an RTMP connection was closed: ${why}`);
    socket.destroy();
  };
  let patience = access.setDeadline(HELLO_TIMEOUT_MS, giveUp("it did not publish in time"));
  const control = (type: number, value: number, ...more: readonly number[]): void => {
    const body = Buffer.alloc(4 + more.length);
    body.writeUInt32BE(value);
    for (const [index, byte] of more.entries()) body.writeUInt8(byte, 4 + index);
    send(type, 0, body);
  };
  const command = (streamId: number, ...values: readonly AmfValue[]): void =>
    send(MESSAGE.command, streamId, encodeAmf(values));
  const status = (level: "status" | "error", code: string, description: string): void =>
    command(STREAM_ID, "onStatus", 0, null, { level, code, description });

  const wait = (milliseconds: number, why: string): void => {
    patience.cancel();
    patience = access.setDeadline(milliseconds, giveUp(why));
  };
  const leave = (reason: string): void => {
    if (publisher === undefined) return;
    publisher.leave(reason);
    publisher = undefined;
    wait(HELLO_TIMEOUT_MS, "it ended its stream");
  };

  const connect = (transaction: AmfValue, options: AmfValue): void => {
    app = appOf(options);
    if (!access.knowsApp(app)) {
      const code = "NetConnection.Connect.InvalidApp";
      command(0, "_error", transaction, null, {
        level: "error",
        code,
        description: "There is no input with this application name.",
      });
      access.note(
        "an RTMP publisher was refused: no input has the application name that it asked for",
      );
      socket.end();
      return;
    }
    control(MESSAGE.windowSize, WINDOW_BYTES);
    control(MESSAGE.peerBandwidth, WINDOW_BYTES, 2);
    control(MESSAGE.setChunkSize, OUR_CHUNK_BYTES);
    command(
      0,
      "_result",
      transaction,
      { fmsVer: "FMS/3,0,1,123", capabilities: 31 },
      {
        level: "status",
        code: "NetConnection.Connect.Success",
        description: "Connection succeeded.",
        objectEncoding: 0,
      },
    );
  };

  const publish = (name: AmfValue): void => {
    const instance = typeof name === "string" ? (name.split("?")[0] ?? "") : "";
    const admitted = access.admit(app, instance);
    if ("refused" in admitted) {
      access.note(`an RTMP publisher was refused: ${admitted.refused}`);
      status("error", "NetStream.Publish.BadName", admitted.refused);
      socket.end();
      return;
    }
    leave(UNPUBLISHED);
    publisher = admitted;
    wait(SILENCE_TIMEOUT_MS, "it was silent for too long");
    send(MESSAGE.userControl, 0, Buffer.from([0, 0, 0, 0, 0, STREAM_ID]));
    status("status", "NetStream.Publish.Start", "Publishing.");
  };

  const answers: Readonly<Record<string, (transaction: AmfValue, ...rest: AmfValue[]) => void>> = {
    connect,
    createStream: (transaction) => command(0, "_result", transaction, null, STREAM_ID),
    publish: (_transaction, _none, name) => publish(name),
    releaseStream: (transaction) => command(0, "_result", transaction, null, undefined),
    FCPublish: (transaction) => command(0, "_result", transaction, null, undefined),
    FCUnpublish: () => leave(UNPUBLISHED),
    deleteStream: () => leave(UNPUBLISHED),
    closeStream: () => leave(UNPUBLISHED),
  };
  const obey = (body: Buffer): void => {
    const [name, transaction = 0, ...rest] = decodeAmf(body);
    if (typeof name === "string" && Object.hasOwn(answers, name))
      answers[name]?.(transaction, ...rest);
  };

  const take = (message: RtmpMessage): void => {
    switch (message.type) {
      case MESSAGE.command:
        return obey(message.body);
      case MESSAGE.commandAmf3:
        return obey(message.body.subarray(1));
      case MESSAGE.windowSize:
        windowBytes = Math.max(1, message.body.readUInt32BE(0));
        return;
      case MESSAGE.data:
        return publisher?.media({ ...message, body: withoutSetDataFrame(message.body) });
      case MESSAGE.audio:
      case MESSAGE.video:
        return publisher?.media(message);
      default:
    }
  };

  const receive = (bytes: Buffer): void => {
    receivedBytes += bytes.length;
    if (publisher !== undefined) patience.touch();
    let chunks: Buffer | undefined = bytes;
    if (!shaken) {
      const { reply, rest } = handshake.push(bytes);
      if (reply.length > 0) socket.write(reply);
      shaken = rest !== undefined;
      chunks = rest;
    }
    for (const message of chunks === undefined ? [] : reader.push(chunks)) take(message);
    if (receivedBytes - acknowledgedBytes >= windowBytes) {
      acknowledgedBytes = receivedBytes;
      control(MESSAGE.acknowledgement, receivedBytes % 2 ** 32);
    }
  };

  socket.on("data", (bytes: Buffer) => {
    try {
      receive(bytes);
    } catch (error) {
      access.note(`an RTMP connection was closed: ${String(error)}`);
      socket.destroy();
    }
  });
  socket.on("close", () => {
    leave("the publisher disconnected");
    patience.cancel();
  });
}

function appOf(options: AmfValue): string {
  const app =
    typeof options === "object" && options !== null && "app" in options ? options.app : "";
  return typeof app === "string" ? app.replace(/\/+$/u, "") : "";
}

/** Publishers wrap their metadata in a command to store it; a file holds the metadata alone. */
function withoutSetDataFrame(body: Buffer): Buffer {
  const wrapper = encodeAmf(["@setDataFrame"]);
  return body.subarray(0, wrapper.length).equals(wrapper) ? body.subarray(wrapper.length) : body;
}
