import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { portOf } from "../loopback.ts";
import type { TlsAccess } from "../options.ts";
import type { World } from "../world.ts";
import { createAuthority } from "./certificate.ts";
import { startConnectProxy } from "./connect-proxy.ts";
import { type Backend, createRelay } from "./relay.ts";

/** Where one emulated Momento listens without TLS. */
type PlainMomento = {
  readonly restUrl: string;
  /** `127.0.0.1:PORT` */
  readonly grpcTarget: string;
  readonly accountUrl: string;
};

/**
 * Lets unmodified clients reach Momento's emulator under Momento's own names, over TLS: a CONNECT proxy in front, and a
 * certificate authority made now. Hosts as the SDK derives them from a cell (`control.`, `cache.`, `token.`), `api.cache.`
 * for HTTP, and the account API's (Momento docs, regions). Rejects when the port is in use.
 */
export async function startTls(
  world: World,
  momento: PlainMomento,
  {
    port,
    tempDir = tmpdir(),
  }: { readonly port?: number | undefined; readonly tempDir?: string | undefined },
): Promise<TlsAccess & { close(): Promise<void> }> {
  const authority = createAuthority(() => world.clock.now());
  const backendOf = (host: string): Backend | undefined => backend(host, momento);
  const relay = createRelay(authority, backendOf);
  const proxy = await startConnectProxy(
    (host) => backendOf(host) !== undefined,
    (socket) => relay.take(socket),
    port,
  );
  const folder = await mkdtemp(join(tempDir, "live-origin-tls-"));
  const certificateFile = join(folder, "sandbox-ca.pem");
  await writeFile(certificateFile, authority.certificate);
  return {
    proxyUrl: proxy.url,
    certificateFile,
    async close() {
      relay.close();
      await proxy.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function backend(host: string, momento: PlainMomento): Backend | undefined {
  if (!host.endsWith(".momentohq.com")) return undefined;
  if (host.startsWith("api.cache.")) return { port: portOf(momento.restUrl), protocol: "http/1.1" };
  if (host.startsWith("mga.registry."))
    return { port: portOf(momento.accountUrl), protocol: "http/1.1" };
  return /^(control|cache|token)\./.test(host)
    ? { port: portOf(momento.grpcTarget), protocol: "h2" }
    : undefined;
}
