import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  MediaLiveClient,
} from "@aws-sdk/client-medialive";
import { startSandbox, type RunningSandbox } from "../../src/sandbox/index.ts";

let sandbox: RunningSandbox;
let rtmpPort = 0;
const notes: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({
    latency: "instant",
    rtmpPort: 0,
    log: ({ note }) => void notes.push(note ?? ""),
  });
  const client = new MediaLiveClient({
    endpoint: sandbox.endpoints.medialive,
    region: "us-west-2",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const rule = { WhitelistRules: [{ Cidr: "127.0.0.1/32" }] };
  const { SecurityGroup } = await client.send(new CreateInputSecurityGroupCommand(rule));
  const { Input } = await client.send(
    new CreateInputCommand({
      Name: "push",
      Type: "RTMP_PUSH",
      InputSecurityGroups: [SecurityGroup?.Id ?? ""],
      Destinations: [{ StreamName: "live/show" }],
    }),
  );
  rtmpPort = Number(Input?.Destinations?.[0]?.Port);
  client.destroy();
});
afterAll(() => sandbox.close());

function portOf(endpoint: string): number {
  return Number(endpoint.split(":").at(-1));
}

/** Opens a connection, says this much, and waits for its end. */
function untilClosed(port: number, hello?: string | Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, "127.0.0.1", () => {
      if (hello !== undefined) socket.write(hello);
    });
    socket.resume();
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
  });
}

type Case = readonly [keyof RunningSandbox["endpoints"], Readonly<Record<string, string>>, string];
const json = { "content-type": "application/json" };
const ssm = {
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": "AmazonSSM.PutParameter",
};
const form = { "content-type": "application/x-www-form-urlencoded" };
const DEEP = "[".repeat(100_000) + "]".repeat(100_000);

const post = (url: string, headers: Readonly<Record<string, string>>, body: string | Buffer) =>
  fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });

describe("a body that is no good gets an answer of the service's own", () => {
  const LAUGHS = "abcdefghij"
    .split("")
    .map((one, index, all) =>
      index === 0 ? `<!ENTITY a "ha">` : `<!ENTITY ${one} "${`&${all[index - 1]};`.repeat(10)}">`,
    )
    .join("");
  test.each([
    ["an entity", `<!DOCTYPE a [<!ENTITY e "x">]><DistributionConfig>&e;</DistributionConfig>`],
    [
      "a file",
      `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><DistributionConfig>&e;</DistributionConfig>`,
    ],
    ["a billion laughs", `<!DOCTYPE a [${LAUGHS}]><DistributionConfig>&j;</DistributionConfig>`],
    [
      "an entity that nobody declared",
      "<DistributionConfig><Comment>&e;</Comment></DistributionConfig>",
    ],
    ["a lower-case doctype", "<!doctype a><DistributionConfig/>"],
    ["100,000 levels", "<a>".repeat(100_000) + "</a>".repeat(100_000)],
    ["half of it", "<DistributionConfig><Comment>"],
    ["a name of JavaScript's", "<__proto__><constructor/></__proto__>"],
    ["no XML", "{}"],
  ])("XML with %s", async (_what, body) => {
    const url = `${sandbox.endpoints.cloudfront}/2020-05-31/distribution`;
    const answer = await post(url, { "content-type": "application/xml" }, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/<Code>(MalformedXML|InvalidArgument)<\/Code>/);
  });

  const cases: readonly Case[] = [
    ["medialive", json, "/prod/inputs"],
    ["ssm", ssm, "/"],
    ["momentoAccount", { ...json, authorization: "" }, "/roles"],
    ["control", json, "/faults"],
  ];
  test.each(cases)("JSON at %s", async (service, headers, path) => {
    const authorized =
      "authorization" in headers
        ? { ...headers, authorization: sandbox.momentoAccountKey }
        : headers;
    for (const body of ["{", "null", DEEP, `{"a":${DEEP}}`, "\u0000", '{"__proto__":1}']) {
      const answer = await post(`${sandbox.endpoints[service]}${path}`, authorized, body);
      expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), 400]);
    }
  });

  test("a form with a list of a billion", async () => {
    const body =
      "Action=CreateRole&RoleName=x&AssumeRolePolicyDocument=%7B%7D&Tags.member.999999999.Key=a";
    expect((await post(`${sandbox.endpoints.iam}/`, form, body)).status).toBe(400);
    const deep = `Action=CreateRole&RoleName=x&AssumeRolePolicyDocument=${DEEP}`;
    expect((await post(`${sandbox.endpoints.iam}/`, form, deep)).status).toBe(400);
  });
});

test("a body that is too long is refused before it is read, on every port", async () => {
  const { momentoGrpc: _grpc, ...http } = sandbox.endpoints;
  for (const [name, url] of Object.entries(http)) {
    const said = await new Promise<string>((resolve) => {
      let text = "";
      const socket = connect(portOf(url), "127.0.0.1", () =>
        socket.write(
          `PUT /cache/a/b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9999999999\r\n\r\n`,
        ),
      );
      socket.on("data", (chunk) => {
        text += chunk.toString();
        if (text.includes("\r\n\r\n")) {
          socket.destroy();
          resolve(text);
        }
      });
      socket.on("error", () => resolve("error"));
    });
    expect([name, said.split("\r\n")[0]]).toEqual([name, "HTTP/1.1 413 Payload Too Large"]);
  }
  // Without a length it is read as far as is allowed.
  const said = await new Promise<string>((resolve) => {
    let text = "";
    let written = 0;
    const chunk = Buffer.concat([
      Buffer.from("100000\r\n"),
      Buffer.alloc(1 << 20),
      Buffer.from("\r\n"),
    ]);
    const socket = connect(portOf(sandbox.endpoints.medialive), "127.0.0.1");
    const write = (): void => {
      while (text === "" && written < 40 && socket.writable) {
        written += 1;
        if (!socket.write(chunk)) return void socket.once("drain", write);
      }
    };
    socket.write(
      "POST /prod/inputs HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    write();
    socket.on("data", (data) => {
      text += data.toString();
      socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
  expect(said).toMatch(/^HTTP\/1.1 413 /);
});

test("connections that say nothing, or only half a request, are closed on every port", async () => {
  const ports = Object.values(sandbox.endpoints).map(portOf);
  const waiting = [...ports, rtmpPort].map((port) => untilClosed(port));
  const halves = ports.map((port) => untilClosed(port, "GET / HT"));
  const handshake = untilClosed(rtmpPort, Buffer.alloc(1537 + 1536, 3));
  await Promise.all([...waiting, ...halves, handshake]);
}, 40_000);

test("of 300 idle RTMP connections few stay at all, and none for long", async () => {
  let open = 0;
  const all = Array.from({ length: 300 }, () => {
    open += 1;
    return untilClosed(rtmpPort).then(() => (open -= 1));
  });
  await expect.poll(() => open, { timeout: 10_000 }).toBeLessThanOrEqual(64);
  await Promise.all(all);
  expect(notes.filter((one) => one.includes("did not publish in time")).length).toBeGreaterThan(0);
}, 40_000);
