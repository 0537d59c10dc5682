import { request } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { SandboxOptions } from "../../../src/sandbox/index.ts";
import { startClouds, type EmulatedClouds } from "./clouds.ts";

const LEAD_HERE = fileURLToPath(new URL("lead-momento-here.cjs", import.meta.url));

/** Clouds that the program takes for the real ones, Momento's HTTP API included. */
export type RealClouds = EmulatedClouds & { readonly close: () => Promise<void> };

/** As `startClouds`, with a way for `fetch` to the one Momento host of `url`. */
export async function startRealClouds(
  url: string,
  options: SandboxOptions = {},
): Promise<RealClouds> {
  const { sandbox, env } = await startClouds(options);
  const tunnel = await tunnelTo(url, sandbox.tls?.proxyUrl ?? "");
  return {
    sandbox,
    env: {
      ...env,
      NODE_OPTIONS: `--require=${LEAD_HERE}`,
      MOMENTO_IS_AT: String(tunnel.port),
      NODE_EXTRA_CA_CERTS: sandbox.tls?.certificateFile ?? "",
    },
    close: async () => {
      await tunnel.close();
      await sandbox.close();
    },
  };
}

/** A port of this machine that leads to one host behind a CONNECT proxy, and counts who came. */
export async function tunnelTo(url: string, proxyUrl: string) {
  const proxy = new URL(proxyUrl);
  let count = 0;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    count += 1;
    open.add(socket);
    socket.on("error", () => socket.destroy());
    const asked = request({
      host: proxy.hostname,
      port: proxy.port,
      method: "CONNECT",
      path: `${new URL(url).hostname}:443`,
    });
    asked.on("connect", (_answer, far) => {
      open.add(far);
      far.on("error", () => far.destroy());
      socket.pipe(far).pipe(socket);
    });
    asked.on("error", () => socket.destroy());
    asked.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    count: () => count,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
