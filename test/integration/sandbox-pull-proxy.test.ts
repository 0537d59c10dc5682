import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { startPullProxy, type PullProxy } from "../../src/sandbox/encoder/inputs/pull-proxy.ts";
import { record, smallSettings } from "./support/encoder-inputs.ts";

const { available } = await ffmpegAvailability();
let own: Server;
let other: Server;
let proxy: PullProxy;
let asked: string[];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });

beforeAll(async () => {
  asked = [];
  other = createServer(({ url }, response) => {
    asked.push(url ?? "");
    response.end("secret");
  });
  await listening(other);
  const secret = `http://127.0.0.1:${portOf(other)}`;
  own = createServer(({ url = "" }, response) => {
    if (url === "/moved.m3u8") response.writeHead(302, { location: `${secret}/moved` }).end();
    else if (url.endsWith(".m3u8"))
      response.end(
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n" +
          [`${secret}/segment.ts`, "file:///etc/passwd", "data:video/mp2t;base64,AAAA"]
            .map((one) => `#EXTINF:2,\n${one}\n`)
            .join(""),
      );
    else response.end("own");
  });
  await listening(own);
  proxy = await startPullProxy((port) => port === portOf(own));
});
afterAll(async () => {
  await proxy.close();
  for (const server of [own, other]) {
    server.close();
    server.closeAllConnections();
  }
});

function through(path: string, { url }: Pick<PullProxy, "url"> = proxy): Promise<number> {
  return new Promise((resolve) => {
    request(url, { path }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", () => resolve(0))
      .end();
  });
}

test("goes to the sandbox's own port, and to no other place of this machine or network", async () => {
  expect(await through(`http://127.0.0.1:${portOf(own)}/x`)).toBe(200);
  for (const host of [
    `127.0.0.1:${portOf(other)}`,
    `localhost:${portOf(other)}`,
    `[::1]:${portOf(own) + 1}`,
    "169.254.169.254",
    "192.168.1.1",
    `2130706433:${portOf(other)}`,
  ])
    expect([host, await through(`http://${host}/x`)]).toEqual([host, 403]);
  // As a web page would ask: not with a whole URL.
  expect(await through("/x")).toBe(403);
  expect(asked).toEqual([]);
});

test("tells why a way out led nowhere, until one leads somewhere", async () => {
  const any = await startPullProxy(() => true);
  onTestFinished(() => any.close());
  const after = async (address: string): Promise<string | undefined> => {
    await through(address, any);
    return any.failure();
  };
  expect(await after("http://nobody.invalid/x")).toMatch(/cannot be resolved/);
  expect(await after("http://127.0.0.1:1/x")).toMatch(/connection refused/);
  expect(await after("http://192.168.1.1/x")).toMatch(/leads to this machine or its network/);
  expect(await after(`http://127.0.0.1:${portOf(own)}/x`)).toBeUndefined();
  for (let hops = 1; hops < 8; hops += 1)
    expect(await after(`http://127.0.0.1:${portOf(own)}/moved.m3u8`)).toBeUndefined();
  expect(await after(`http://127.0.0.1:${portOf(own)}/moved.m3u8`)).toMatch(/in a circle/);
});

if (available)
  test.each(["moved.m3u8", "live.m3u8"])(
    "ffmpeg follows %s neither to another port nor to a file",
    async (name) => {
      const url = `http://127.0.0.1:${portOf(own)}/${name}`;
      const isOwnPort = (port: number): boolean => port === portOf(own);
      const recording = await record({
        settings: smallSettings({ type: "URL_PULL", url }),
        isOwnPort,
      });
      await recording.until((seen) => seen.notes.length >= 2 && seen.alerts.size > 0);
      await recording.stop();
      expect(recording.gops).toEqual([]);
      expect(asked).toEqual([]);
    },
  );
