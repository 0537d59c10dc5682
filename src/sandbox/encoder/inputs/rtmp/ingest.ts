import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { SandboxClock } from "../../../clock.ts";
import type { InputOrder } from "../../order.ts";
import { allowsAddress } from "../cidr.ts";
import type { Intake } from "../intake.ts";
import { listenError } from "../port-in-use.ts";
import { createPushFeed, type PushFeed } from "../push-feed.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import { serveRtmpSession } from "./session.ts";

/** The sandbox's one RTMP listener, shared by all channels with an RTMP push input. */
export type RtmpIngest = {
  /** Listens now instead of at the first input; gives the port, also the one taken for port 0. Rejects with PortInUse. */
  listen(): Promise<number>;
  /** Admits publishers to one input until the intake is closed. Listens if need be. Rejects with PortInUse. */
  open(input: Extract<InputOrder, { type: "RTMP_PUSH" }>): Promise<Intake>;
  close(): Promise<void>;
};

export type RtmpIngestOptions = {
  /** TCP port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly clock: SandboxClock;
  /** One line for the sandbox's log, without stream keys. */
  readonly note?: (text: string) => void;
};

type Door = {
  readonly input: Extract<InputOrder, { type: "RTMP_PUSH" }>;
  readonly feed: PushFeed;
  socket: Socket | undefined;
};

const LOOPBACK = "127.0.0.1";

/** An ingest that does not listen yet. */
export function createRtmpIngest({ port, clock, note = () => {} }: RtmpIngestOptions): RtmpIngest {
  const doors = new Set<Door>();
  const sockets = new Set<Socket>();
  let server: Promise<Server> | undefined;

  const receive = (socket: Socket): void => {
    const address = socket.remoteAddress ?? "";
    socket.on("error", () => socket.destroy());
    if (![...doors].some(({ input }) => allowsAddress(input.cidrs(), address))) {
      note(`RTMP from ${address} refused: in no input security group`);
      socket.destroy();
      return;
    }
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveRtmpSession(socket, {
      note,
      knowsApp: (app) => [...doors].some(({ input }) => input.app === app),
      admit: (app, instance) => {
        const door = [...doors].find(
          ({ input }) => input.app === app && input.instance === instance,
        );
        if (door === undefined) return { refused: "No input has this stream name." };
        if (!allowsAddress(door.input.cidrs(), address))
          return { refused: `${address} is in no input security group of this input.` };
        if (door.socket !== undefined)
          return { refused: "Somebody is publishing to this input already." };
        return enter(door, socket);
      },
    });
  };

  const listen = (): Promise<Server> => {
    server ??= new Promise<Server>((resolve, reject) => {
      const fresh = createServer(receive);
      fresh.once("error", (error) => {
        server = undefined;
        reject(listenError(error, "tcp", port, "the RTMP input"));
      });
      fresh.listen(port, LOOPBACK, () => {
        fresh.on("error", (error) => note(`RTMP listener: ${error.message}`));
        resolve(fresh);
      });
    });
    return server;
  };

  return {
    listen: async () => ((await listen()).address() as AddressInfo).port,
    async open(input) {
      await listen();
      const door: Door = { input, feed: createPushFeed(clock), socket: undefined };
      doors.add(door);
      return {
        inputArguments: ["-analyzeduration", "3000000", "-f", "flv", "-i", "pipe:0"],
        secrets: [],
        sender: (signal) => door.feed.sender(signal),
        endsForGood: false,
        close: () => {
          doors.delete(door);
          door.socket?.destroy();
          door.feed.leave("the channel stopped");
          return Promise.resolve();
        },
      };
    },
    async close() {
      const open = await server?.catch(() => undefined);
      for (const socket of sockets) socket.destroy();
      if (open !== undefined) await new Promise((resolve) => open.close(resolve));
      server = undefined;
    },
  };
}

function enter(door: Door, socket: Socket): Publisher {
  const publisher = createPublisher(door.feed);
  door.socket = socket;
  return {
    media: (message) => publisher.media(message),
    leave: (reason) => {
      if (door.socket === socket) door.socket = undefined;
      publisher.leave(reason);
    },
  };
}
