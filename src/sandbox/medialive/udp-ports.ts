import { createSocket } from "node:dgram";

/** RTP and UDP pushes go to port 5000 (MediaLive user guide); on one loopback address each endpoint needs its own. */
export const FIRST_UDP_PORT = 5000;

/** Gives out even ports, from `first` upwards, that are free on loopback now and were not given out before. 0: any free ones. */
export function createUdpPorts(first: number): () => Promise<number> {
  const given = new Set<number>();
  return async () => {
    for (let tries = 0; tries < 1000; tries += 1) {
      const port = await bindable(first === 0 ? 0 : first + 2 * tries);
      // RTCP takes the next odd one.
      if (port === undefined || port % 2 !== 0 || given.has(port)) continue;
      given.add(port);
      return port;
    }
    throw new Error("no free UDP port on 127.0.0.1");
  };
}

/** The port if it can be bound now; undefined when somebody has it. */
function bindable(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(undefined));
    socket.bind(port, "127.0.0.1", () => {
      const { port: taken } = socket.address();
      socket.close(() => resolve(taken));
    });
  });
}
