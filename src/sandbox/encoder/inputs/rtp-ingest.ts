import { createSocket, type Socket } from "node:dgram";
import type { SandboxClock } from "../../clock.ts";
import type { InputSettings } from "../encoder-settings.ts";
import { allowsAddress } from "./cidr.ts";
import { createSharedResources } from "./shared-resources.ts";
import { sharedInput } from "./shared-input.ts";
import type { OpenedInput } from "./opened-input.ts";
import { listenError } from "./port-in-use.ts";
import { createPushFeed, type PushFeed, STALL_MS } from "./push-feed.ts";
import { createRefusedSenders, type RefusedSenders } from "./refused-senders.ts";
import { createRtpOrder } from "./rtp-packets.ts";

/** The sandbox's UDP sockets for RTP pushes: one a port, shared by the input and the channel that reads it. */
export type RtpIngest = {
  /** Takes the packets of senders that `cidrs` allows, also while no channel reads them. Rejects with PortInUse. */
  admit(endpoint: RtpEndpoint): Promise<() => Promise<void>>;
  /** Opens the port for a channel. Rejects with PortInUse, and with SharedInput when another channel reads it. */
  open(input: Extract<InputSettings, { type: "RTP_PUSH" }>): Promise<OpenedInput>;
  close(): Promise<void>;
};

type RtpEndpoint = { readonly port: number; readonly cidrs: () => readonly string[] };

/** One port's place for a sender. */
type Slot = {
  readonly socket: Socket;
  readonly feed: PushFeed;
  readonly refusals: RefusedSenders;
  /** Somebody whose packets are taken sends now. */
  readonly isHeard: () => boolean;
  /** Does a channel read it? */
  isRead: boolean;
};

const LOOPBACK = "127.0.0.1";
/** A burst of a keyframe must fit while Node is busy with something else. */
const RECEIVE_BUFFER_BYTES = 1024 * 1024;

/** An ingest without open ports. `note` gets one line for the sandbox's log. */
export function createRtpIngest(clock: SandboxClock, note: (text: string) => void): RtpIngest {
  const slots = createSharedResources<Slot>(
    ({ socket, feed }) =>
      new Promise((resolve) => {
        feed.leave("the input was closed");
        socket.close(() => resolve());
      }),
  );
  const acquire = (endpoint: RtpEndpoint) =>
    slots.acquire(String(endpoint.port), () => openSlot(endpoint, clock, note));
  return {
    admit: async (endpoint) => (await acquire(endpoint)).release,
    async open(input) {
      const { resource: slot, release } = await acquire(input);
      if (slot.isRead) {
        await release();
        throw sharedInput(`RTP port ${input.port}`);
      }
      slot.isRead = true;
      return {
        inputArguments: ["-analyzeduration", "3000000", "-f", "mpegts", "-i", "pipe:0"],
        secrets: [],
        sender: (signal) => slot.feed.sender(signal),
        diagnose: () => (slot.isHeard() ? undefined : slot.refusals.diagnose()),
        endsForGood: false,
        close: () => {
          slot.isRead = false;
          return release();
        },
      };
    },
    close: () => slots.close(),
  };
}

async function openSlot(
  { port, cidrs }: RtpEndpoint,
  clock: SandboxClock,
  note: (text: string) => void,
): Promise<Slot> {
  const feed = createPushFeed(clock);
  const refusals = createRefusedSenders(clock);
  const socket = createSocket({ type: "udp4", recvBufferSize: RECEIVE_BUFFER_BYTES });
  let from:
    | { readonly peer: string; readonly order: ReturnType<typeof createRtpOrder> }
    | undefined;
  let heardMs = 0;
  let refused = "";
  socket.on("message", (datagram, sender) => {
    if (!allowsAddress(cidrs(), sender.address)) {
      if (refused !== sender.address)
        note(`RTP from ${sender.address} refused: in no input security group of this input`);
      refused = sender.address;
      refusals.add(sender.address, "its address is in no input security group of this input");
      return;
    }
    refused = "";
    refusals.clear();
    const peer = `${sender.address}:${sender.port}`;
    const nowMs = clock.now();
    if (from === undefined || (from.peer !== peer && nowMs - heardMs > STALL_MS))
      from = { peer, order: createRtpOrder() };
    if (from.peer !== peer) return;
    heardMs = nowMs;
    for (const payload of from.order.push(datagram)) feed.offer(payload, () => Buffer.alloc(0));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", (error) =>
      reject(listenError({ error, protocol: "udp", port, purpose: "the RTP input" })),
    );
    socket.bind(port, LOOPBACK, resolve);
  });
  socket.on("error", (error) => note(`RTP socket: ${error.message}`));
  const isHeard = (): boolean => from !== undefined && clock.now() - heardMs <= STALL_MS;
  return { socket, feed, refusals, isHeard, isRead: false };
}
