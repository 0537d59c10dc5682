import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "./support/cli.ts";

/** Accepts connections and only counts them: whoever sees a count of 0 knows that nothing went out. */
async function listen(): Promise<{
  url: string;
  port: number;
  count: () => number;
  server: Server;
}> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, count: () => count, server };
}

const TOO_LARGE = ["--rung", "2160p60=3840x2160@60,40000,192"];
const KEY = Buffer.from(
  JSON.stringify({
    endpoint: "cell-4-us-west-2-1.prod.a.momentohq.com",
    api_key: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl",
  }),
).toString("base64");

describe("a Spec that breaks the segment-size rule", () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let listener: Awaited<ReturnType<typeof listen>>;

  beforeEach(async () => {
    folder = await scratchFolder();
    listener = await listen();
  });
  afterEach(async () => {
    await new Promise((resolve) => {
      listener.server.close(resolve);
    });
    await folder.remove();
  });

  const everyWayOut = (): Record<string, string> => ({
    MOMENTO_API_KEY: KEY,
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000000",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_ENDPOINT_URL: listener.url,
    HTTPS_PROXY: listener.url,
    https_proxy: listener.url,
    grpc_proxy: listener.url,
  });

  test.each([
    ["init", ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4", ...TOO_LARGE]],
    [
      "create-channel",
      ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4", ...TOO_LARGE],
    ],
  ])("%s sends nothing, writes nothing and shows the sum", async (command, args) => {
    const run = await runCli([command, "--region", "us-west-2", "--yes", ...args], {
      cwd: folder.path,
      env: everyWayOut(),
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("11.05 MB");
    expect(run.stderr).toMatch(/10(\.00)? MB/);
    expect(listener.count()).toBe(0);
    expect(await folder.entries()).toEqual([]);
  });

  test("is refused in create-origin too, where the ladder comes from the file", async () => {
    const ladder = [
      { name: "2160p60", width: 3840, height: 2160, fps: 60, videoKbps: 40_000, audioKbps: 192 },
    ];
    await writeFile(join(folder.path, "live-origin.json"), JSON.stringify({ channel: { ladder } }));
    const run = await runCli(["create-origin", "--region", "us-west-2", "--yes", "--json"], {
      cwd: folder.path,
      env: everyWayOut(),
    });
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toHaveProperty("error.code");
    expect(listener.count()).toBe(0);
    expect(await folder.entries()).toEqual(["live-origin.json"]);
  });

  test("asks nothing of a sandbox that runs in the folder", async () => {
    await mkdir(join(folder.path, ".live-origin"));
    const endpoints = Object.fromEntries(
      ["medialive", "cloudfront", "iam", "sts", "ssm", "momentoRest", "momentoAccount"].map(
        (name) => [name, listener.url],
      ),
    );
    await writeFile(
      join(folder.path, ".live-origin/sandbox.json"),
      JSON.stringify({
        id: "sandbox-test",
        pid: process.pid,
        endpoints: { ...endpoints, momentoGrpc: `127.0.0.1:${listener.port}` },
        momentoApiKey: KEY,
        defaults: {
          region: "us-west-2",
          input: { type: "mp4-file", url: "http://127.0.0.1:9/test-pattern.mp4" },
        },
      }),
    );
    const run = await runCli(["init", "--sandbox", "--yes", ...TOO_LARGE], { cwd: folder.path });
    expect(run.code).toBe(2);
    expect(listener.count()).toBe(0);
    expect(await folder.entries()).toEqual([".live-origin", ".live-origin/sandbox.json"]);
  });

  test("starts no sandbox", async () => {
    const run = await runCli(["init", "--sandbox", "--yes", "--for", "1s", ...TOO_LARGE], {
      cwd: folder.path,
    });
    expect(run.code).toBe(2);
    expect(run.stdout).toBe("");
    expect(await folder.entries()).toEqual([]);
  });
});
