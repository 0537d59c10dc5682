import { createSocket } from "node:dgram";
import type { InputOrder } from "../order.ts";
import { allowsAddress } from "./cidr.ts";
import type { Intake, IntakeDependencies } from "./intake.ts";
import { listenError } from "./port-in-use.ts";
import { createPushFeed, STALL_MS } from "./push-feed.ts";
import { createRtpOrder } from "./rtp-packets.ts";

const LOOPBACK = "127.0.0.1";
/** A burst of a keyframe must fit while Node is busy with something else. */
const RECEIVE_BUFFER_BYTES = 1024 * 1024;

/** Receives a transport stream over RTP on loopback, from one sender at a time. Rejects with PortInUse. */
export async function openRtpIntake(
  input: Extract<InputOrder, { type: "RTP_PUSH" }>,
  { clock, note }: Pick<IntakeDependencies, "clock" | "note">,
): Promise<Intake> {
  const feed = createPushFeed(clock);
  const socket = createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER_BYTES });
  let from:
    | { readonly peer: string; readonly order: ReturnType<typeof createRtpOrder> }
    | undefined;
  let heardMs = 0;
  let refused = "";
  socket.on("message", (datagram, sender) => {
    if (!allowsAddress(input.cidrs(), sender.address)) {
      if (refused !== sender.address)
        note(`RTP from ${sender.address} refused: in no input security group of this input`);
      refused = sender.address;
      return;
    }
    refused = "";
    const peer = `${sender.address}:${sender.port}`;
    const nowMs = clock.now();
    if (from === undefined || (from.peer !== peer && nowMs - heardMs > STALL_MS))
      from = { peer, order: createRtpOrder() };
    if (from.peer !== peer) return;
    heardMs = nowMs;
    for (const payload of from.order.push(datagram)) feed.offer(payload, () => Buffer.alloc(0));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", (error) => reject(listenError(error, "udp", input.port, "the RTP input")));
    socket.bind(input.port, LOOPBACK, resolve);
  });
  socket.on("error", (error) => note(`RTP socket: ${error.message}`));
  return {
    inputArguments: ["-analyzeduration", "3000000", "-f", "mpegts", "-i", "pipe:0"],
    secrets: [],
    sender: (signal) => feed.sender(signal),
    endsForGood: false,
    close: () =>
      new Promise((resolve) => {
        feed.leave("the channel stopped");
        socket.close(() => resolve());
      }),
  };
}
