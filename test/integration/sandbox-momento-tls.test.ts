import { execFile } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { connect } from "node:net";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/sandbox/clock.ts";
import { CELL, type Momento, startMomento } from "../../src/sandbox/momento/momento.ts";
import { createAuthority } from "../../src/sandbox/tls/certificate.ts";
import { startTls } from "../../src/sandbox/tls/tls.ts";
import { testWorld } from "../unit/sandbox/momento-world.ts";

const run = promisify(execFile);
const CLIENT = fileURLToPath(new URL("support/momento-tls-client.mjs", import.meta.url));

let momento: Momento;
let tls: Awaited<ReturnType<typeof startTls>>;

beforeEach(async () => {
  const world = testWorld(systemClock);
  momento = await startMomento(world);
  tls = await startTls(world, momento, {});
});

afterEach(async () => {
  await tls.close();
  await momento.close();
});

const curl = (...args: string[]) =>
  run("curl", [
    "-sS",
    "--noproxy",
    "",
    "--proxy",
    tls.proxyUrl,
    "--cacert",
    tls.certificateFile,
    ...args,
  ]);

async function ownerKey(): Promise<string> {
  const { stdout } = await curl(
    ...["-H", `Authorization: ${momento.superUserKey}`],
    ...["-d", JSON.stringify({ role_id: "system-owner", description: "x", expiry: "never" })],
    "https://mga.registry.prod.a.momentohq.com/api-keys",
  );
  return String((JSON.parse(stdout) as { api_key: string }).api_key);
}

describe("Momento over TLS", () => {
  it("serves the unmodified SDK with its default v1 and v2 providers, and curl", async () => {
    const { stdout } = await run(
      process.execPath,
      [CLIENT, momento.superUserKey, await ownerKey(), CELL, "live-origin"],
      {
        env: {
          PATH: process.env["PATH"],
          grpc_proxy: tls.proxyUrl,
          GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: tls.certificateFile,
        },
      },
    );
    expect(JSON.parse(stdout)).toEqual({
      v1: ["Success", "Success", "Hit", "Success"],
      v2: ["AlreadyExists", "Success", "Hit", "Success"],
    });

    const url = `https://api.cache.${CELL}/cache/live-origin/written-by`;
    const got = await curl("-H", `Authorization: ${momento.superUserKey}`, url);
    expect(got.stdout).toBe("v2");
  });

  it("is not trusted by a client that was not told to", async () => {
    const url = `https://api.cache.${CELL}/cache/live-origin/k`;
    await expect(run("curl", ["-sS", "--proxy", tls.proxyUrl, url])).rejects.toMatchObject({
      code: 60,
    });
  });

  it("connects to nothing but Momento's own names", async () => {
    const { hostname, port } = new URL(tls.proxyUrl);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write("CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n");
      });
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.on("error", reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe("the certificates", () => {
  it("chain to the authority, carry the names, and are valid now", () => {
    const now = Date.UTC(2026, 6, 1);
    const authority = createAuthority(() => now);
    const root = new X509Certificate(authority.certificate);
    const leaf = new X509Certificate(
      authority.issue(["control.cell.example", "127.0.0.1"]).certificate,
    );
    expect(root.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.checkHost("control.cell.example")).toBe("control.cell.example");
    expect(leaf.checkHost("cache.cell.example")).toBeUndefined();
    expect(leaf.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(Date.parse(leaf.validFrom)).toBeLessThan(now);
    expect(Date.parse(leaf.validTo)).toBe(now + 30 * 86_400_000);
  });
});
