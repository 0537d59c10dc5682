import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { SandboxClock } from "../../../clock.ts";
import { createDeadlines } from "../../../deadlines.ts";
import type { InputOrder } from "../../order.ts";
import { allowsAddress } from "../cidr.ts";
import { createHolds } from "../held.ts";
import type { Intake } from "../opened-input.ts";
import { listenError } from "../port-in-use.ts";
import type { Diagnosis } from "../input-alerts.ts";
import { createPushFeed, type PushFeed, STALL_MS } from "../push-feed.ts";
import { createRefusalsHeard, type RefusalsHeard } from "../refusals-heard.ts";
import { sharedInput } from "../shared-input.ts";
import { diagnoseSighting } from "../sighting.ts";
import { TAKEN } from "./codecs.ts";
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
  open(input: Extract<InputOrder, { type: "RTMP_PUSH" }>): Promise<Intake>;
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

type Door = {
  readonly endpoint: RtmpEndpoint;
  readonly feed: PushFeed;
  readonly refusals: RefusalsHeard;
  socket: Socket | undefined;
  publisher: WatchedPublisher | undefined;
  /** Why the last publisher left. */
  left: string | undefined;
  /** When the publisher was heard last, in epoch milliseconds. */
  heardMs: number;
  /** A channel reads it. */
  read: boolean;
};

const LOOPBACK = "127.0.0.1";
/** Publishers and connections on their way to become one. */
const MOST_CONNECTIONS = 64;

/** An ingest that does not listen yet. */
export function createRtmpIngest({ port, clock, note = () => {} }: RtmpIngestOptions): RtmpIngest {
  const doors = createHolds<Door>(({ socket, feed }) => {
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
    if (!doors.all().some(({ endpoint }) => allowsAddress(endpoint.cidrs(), address))) {
      note(`RTMP from ${address} refused: in no input security group`);
      for (const { refusals } of doors.all())
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
        const isKnown = doors.all().some(({ endpoint }) => endpoint.app === app);
        if (!isKnown)
          for (const { refusals } of doors.all())
            refusals.add(address, "no input has the application name that it gave");
        return isKnown;
      },
      admit: (app, instance) => {
        const here = doors.all().filter(({ endpoint }) => endpoint.app === app);
        const door = here.find(({ endpoint }) => endpoint.instance === instance);
        if (door === undefined) {
          for (const { refusals } of here)
            refusals.add(address, "no input has the stream key that it gave");
          return { refused: "No input has this stream name." };
        }
        if (!allowsAddress(door.endpoint.cidrs(), address)) {
          door.refusals.add(address, "its address is in no input security group of this input");
          return { refused: `${address} is in no input security group of this input.` };
        }
        if (door.socket !== undefined && clock.now() - door.heardMs <= STALL_MS)
          return { refused: "Somebody is publishing to this input already." };
        if (door.socket !== undefined)
          note("an RTMP publisher that had gone silent lost its place to another one");
        note(`an RTMP publisher from ${address} was let in`);
        return enter(door, socket, clock);
      },
    });
  };

  const listen = (): Promise<Server> => {
    server ??= new Promise<Server>((resolve, reject) => {
      const fresh = createServer(receive);
      fresh.maxConnections = MOST_CONNECTIONS;
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

  const hold = async (endpoint: RtmpEndpoint) => {
    await listen();
    return doors.hold(`${endpoint.app}/${endpoint.instance}`, () => ({
      endpoint,
      feed: createPushFeed(clock),
      refusals: createRefusalsHeard(clock),
      socket: undefined,
      publisher: undefined,
      left: undefined,
      heardMs: 0,
      read: false,
    }));
  };

  return {
    listen: async () => ((await listen()).address() as AddressInfo).port,
    admit: async (endpoint) => (await hold(endpoint)).letGo,
    async open(input) {
      const { thing: door, letGo } = await hold(input);
      if (door.read) {
        await letGo();
        throw sharedInput("this RTMP stream name");
      }
      door.read = true;
      return {
        inputArguments: ["-analyzeduration", "3000000", "-f", "flv", "-i", "pipe:0"],
        secrets: [],
        sender: (signal) => door.feed.sender(signal),
        diagnose: () => diagnoseDoor(door),
        endsForGood: false,
        close: () => {
          door.read = false;
          return letGo();
        },
      };
    },
    async close() {
      closing.abort();
      const open = await server?.catch(() => undefined);
      await doors.close();
      for (const socket of sockets) socket.destroy();
      if (open !== undefined) await new Promise((resolve) => open.close(resolve));
      server = undefined;
    },
  };
}

/** What arrives at a door, if it is not what the input takes. */
function diagnoseDoor({ publisher, refusals, left }: Door): Diagnosis | undefined {
  return publisher === undefined
    ? refusals.diagnose(left)
    : diagnoseSighting(publisher.sighting(), TAKEN, "RTMP");
}

/** Gives a publisher its place; one that was there is sent away. */
function enter(door: Door, socket: Socket, clock: SandboxClock): Publisher {
  door.feed.leave("another sender took its place");
  door.socket?.destroy();
  const publisher = createPublisher(door.feed);
  door.refusals.clear();
  door.socket = socket;
  door.publisher = publisher;
  door.heardMs = clock.now();
  return {
    media: (message) => {
      if (door.socket !== socket) return;
      door.heardMs = clock.now();
      publisher.media(message);
    },
    leave: (reason) => {
      if (door.socket !== socket) return;
      door.socket = undefined;
      door.publisher = undefined;
      door.left = reason;
      publisher.leave(reason);
    },
  };
}
