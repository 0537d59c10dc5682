import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { SandboxClock } from "../../../clock.ts";
import { createDeadlines } from "../../../deadlines.ts";
import type { InputSettings } from "../../encoder-settings.ts";
import { allowsAddress } from "../cidr.ts";
import { createSharedResources } from "../shared-resources.ts";
import type { OpenedInput } from "../opened-input.ts";
import { listenError } from "../port-in-use.ts";
import type { Diagnosis } from "../input-alerts.ts";
import { createPushFeed, type PushFeed, STALL_MS } from "../push-feed.ts";
import { createRefusedSenders, type RefusedSenders } from "../refused-senders.ts";
import { sharedInput } from "../shared-input.ts";
import { diagnoseCodecs } from "../sent-codecs.ts";
import { ACCEPTED } from "./codecs.ts";
import { createPublisher, type Publisher, type WatchedPublisher } from "./publisher.ts";
import { serveRtmpSession } from "./session.ts";

/** The sandbox's one RTMP listener, shared by all RTMP push inputs. */
export type RtmpIngest = {
  /** Listens now instead of at the first input; gives the port, also the one taken for port 0. Rejects with PortInUse. */
  listen(): Promise<number>;
  /**
   * Admits publishers until the answer is called, also while no channel reads what they send. Listens if need be. Rejects
   * with PortInUse.
   */
  admit(endpoint: RtmpEndpoint): Promise<() => Promise<void>>;
  /**
   * Opens an input for a channel: a publisher who is there already feeds it from the next keyframe, and stays when the
   * channel ends. Rejects with PortInUse, and with SharedInput when another channel reads the same name.
   */
  open(input: Extract<InputSettings, { type: "RTMP_PUSH" }>): Promise<OpenedInput>;
  close(): Promise<void>;
};

type RtmpEndpoint = {
  readonly app: string;
  readonly instance: string;
  readonly cidrs: () => readonly string[];
};

type RtmpIngestOptions = {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: SandboxClock;
  /** One line for the sandbox's log, without stream keys. */
  readonly note?: (text: string) => void;
};

/** One input's place for a publisher. */
type Slot = {
  readonly endpoint: RtmpEndpoint;
  readonly feed: PushFeed;
  readonly refusals: RefusedSenders;
  socket: Socket | undefined;
  publisher: WatchedPublisher | undefined;
  /** Why the last publisher left. */
  left: string | undefined;
  /** When the publisher was heard last, in epoch milliseconds. */
  heardMs: number;
  /** Does a channel read it? */
  isRead: boolean;
};

const LOOPBACK = "127.0.0.1";
/** Publishers and connections on their way to become one. */
const MAX_CONNECTIONS = 64;

/** An ingest that does not listen yet. */
export function createRtmpIngest({ port, clock, note = () => {} }: RtmpIngestOptions): RtmpIngest {
  const slots = createSharedResources<Slot>(({ socket, feed }) => {
    socket?.destroy();
    feed.leave("the input was closed");
  });
  const sockets = new Set<Socket>();
  const closing = new AbortController();
  const setDeadline = createDeadlines(clock, closing.signal);
  let server: Promise<Server> | undefined;

  const receive = (socket: Socket): void => {
    const address = socket.remoteAddress ?? "";
    socket.on("error", () => socket.destroy());
    if (!slots.all().some(({ endpoint }) => allowsAddress(endpoint.cidrs(), address))) {
      note(`RTMP from ${address} refused: in no input security group`);
      for (const { refusals } of slots.all())
        refusals.add(address, "its address is in no input security group of this input");
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveRtmpSession(socket, {
      note,
      setDeadline,
      knowsApp: (app) => {
        const isKnown = slots.all().some(({ endpoint }) => endpoint.app === app);
        if (!isKnown)
          for (const { refusals } of slots.all())
            refusals.add(address, "no input has the application name that it gave");
        return isKnown;
      },
      admit: (app, instance) => {
        const here = slots.all().filter(({ endpoint }) => endpoint.app === app);
        const slot = here.find(({ endpoint }) => endpoint.instance === instance);
        if (slot === undefined) {
          for (const { refusals } of here)
            refusals.add(address, "no input has the stream key that it gave");
          return { refused: "No input has this stream name." };
        }
        if (!allowsAddress(slot.endpoint.cidrs(), address)) {
          slot.refusals.add(address, "its address is in no input security group of this input");
          return { refused: `${address} is in no input security group of this input.` };
        }
        if (slot.socket !== undefined && clock.now() - slot.heardMs <= STALL_MS)
          return { refused: "Somebody is publishing to this input already." };
        if (slot.socket !== undefined)
          note("an RTMP publisher that had gone silent lost its place to another one");
        note(`an RTMP publisher from ${address} was let in`);
        return enter(slot, socket, clock);
      },
    });
  };

  const listen = (): Promise<Server> => {
    server ??= new Promise<Server>((resolve, reject) => {
      const fresh = createServer(receive);
      fresh.maxConnections = MAX_CONNECTIONS;
      fresh.once("error", (error) => {
        server = undefined;
        reject(listenError({ error, protocol: "tcp", port, purpose: "the RTMP input" }));
      });
      fresh.listen(port, LOOPBACK, () => {
        fresh.on("error", (error) => note(`RTMP listener: ${error.message}`));
        resolve(fresh);
      });
    });
    return server;
  };

  const acquire = async (endpoint: RtmpEndpoint) => {
    await listen();
    return slots.acquire(`${endpoint.app}/${endpoint.instance}`, () => ({
      endpoint,
      feed: createPushFeed(clock),
      refusals: createRefusedSenders(clock),
      socket: undefined,
      publisher: undefined,
      left: undefined,
      heardMs: 0,
      isRead: false,
    }));
  };

  return {
    listen: async () => ((await listen()).address() as AddressInfo).port,
    admit: async (endpoint) => (await acquire(endpoint)).release,
    async open(input) {
      const { resource: slot, release } = await acquire(input);
      if (slot.isRead) {
        await release();
        throw sharedInput("this RTMP stream name");
      }
      slot.isRead = true;
      return {
        inputArguments: ["-analyzeduration", "3000000", "-f", "flv", "-i", "pipe:0"],
        secrets: [],
        sender: (signal) => slot.feed.sender(signal),
        diagnose: () => diagnoseSlot(slot),
        endsForGood: false,
        close: () => {
          slot.isRead = false;
          return release();
        },
      };
    },
    async close() {
      closing.abort();
      const open = await server?.catch(() => undefined);
      await slots.close();
      for (const socket of sockets) socket.destroy();
      if (open !== undefined) await new Promise((resolve) => open.close(resolve));
      server = undefined;
    },
  };
}

/** What arrives in a slot, if it is not what the input takes. */
function diagnoseSlot({ publisher, refusals, left }: Slot): Diagnosis | undefined {
  return publisher === undefined
    ? refusals.diagnose(left)
    : diagnoseCodecs(publisher.sentCodecs(), ACCEPTED, "RTMP");
}

/** Gives a publisher its place; one that was there is sent away. */
function enter(slot: Slot, socket: Socket, clock: SandboxClock): Publisher {
  slot.feed.leave("another sender took its place");
  slot.socket?.destroy();
  const publisher = createPublisher(slot.feed);
  slot.refusals.clear();
  slot.socket = socket;
  slot.publisher = publisher;
  slot.heardMs = clock.now();
  return {
    media: (message) => {
      if (slot.socket !== socket) return;
      slot.heardMs = clock.now();
      publisher.media(message);
    },
    leave: (reason) => {
      if (slot.socket !== socket) return;
      slot.socket = undefined;
      slot.publisher = undefined;
      slot.left = reason;
      publisher.leave(reason);
    },
  };
}
