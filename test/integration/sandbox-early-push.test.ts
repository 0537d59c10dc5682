import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { spawn } from "node:child_process";
import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateChannelCommand,
  CreateInputCommand,
  CreateInputSecurityGroupCommand,
  DeleteInputCommand,
  DescribeChannelCommand,
  type InputType,
  MediaLiveClient,
  StartChannelCommand,
  StopChannelCommand,
  UpdateInputSecurityGroupCommand,
} from "@aws-sdk/client-medialive";
import { afterEach, expect, test } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { startSandbox } from "../../src/sandbox/index.ts";
import { send } from "./support/encoder-inputs.ts";
import { channelRequest, ROLE, ROLE_ARN } from "./support/medialive-stack.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const { available } = await ffmpegAvailability();
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Looks again until there is an answer; the test's own timeout is the bound. */
async function eventually<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** An origin that keeps the segments it is given. */
async function originServer() {
  const segments: Buffer[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      if (/_one_\d+\.ts/u.test(request.url ?? "")) segments.push(Buffer.concat(parts));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  open.push(() => server.close());
  open.push(() => server.closeAllConnections());
  return { segments, port: (server.address() as AddressInfo).port };
}

async function rehearsal(type: InputType, cidr: string) {
  const notes: string[] = [];
  const sandbox = await startSandbox({
    latency: "instant",
    rtmpPort: 0,
    log: ({ note }) => void (note !== undefined && notes.push(note)),
  });
  open.push(() => sandbox.close());
  const access = (endpoint: string) => ({
    endpoint,
    region: "us-west-2",
    credentials: { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal" },
    maxAttempts: 1,
  });
  const medialive = new MediaLiveClient(access(sandbox.endpoints.medialive));
  const { SecurityGroup } = await medialive.send(
    new CreateInputSecurityGroupCommand({ WhitelistRules: [{ Cidr: cidr }] }),
  );
  const InputSecurityGroupId = SecurityGroup?.Id ?? "";
  const { Input } = await medialive.send(
    new CreateInputCommand({
      Name: "camera",
      Type: type,
      InputSecurityGroups: [InputSecurityGroupId],
      ...(type === "RTMP_PUSH" && { Destinations: [{ StreamName: "live/camera" }] }),
    }),
  );
  return {
    sandbox,
    medialive,
    notes,
    inputId: Input?.Id ?? "",
    url: Input?.Destinations?.[0]?.Url ?? "",
    allow: (next: string) =>
      medialive.send(
        new UpdateInputSecurityGroupCommand({
          InputSecurityGroupId,
          WhitelistRules: [{ Cidr: next }],
        }),
      ),
    /** Makes the role and a channel that uploads to `port`; gives the channel's id. */
    async channel(port: number): Promise<string> {
      const iam = new IAMClient(access(sandbox.endpoints.iam));
      const trust = {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "medialive.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ],
      };
      await iam.send(
        new CreateRoleCommand({
          RoleName: ROLE.name,
          AssumeRolePolicyDocument: JSON.stringify(trust),
        }),
      );
      const { Channel } = await medialive.send(
        new CreateChannelCommand({
          ...channelRequest(Input?.Id ?? ""),
          RoleArn: ROLE_ARN.replace(/:\d{12}:/u, `:${sandbox.account}:`),
          Destinations: [
            { Id: "origin", Settings: [{ Url: `http://127.0.0.1:${port}/cache/show/playlist` }] },
          ],
        }),
      );
      return Channel?.Id ?? "";
    },
    inState: (ChannelId: string, wanted: string) =>
      eventually(async () => {
        const { State } = await medialive.send(new DescribeChannelCommand({ ChannelId }));
        return State === wanted ? State : undefined;
      }),
  };
}

/** A sender of a bright picture, with a keyframe each half second. */
function push(url: string, format: string) {
  const sender = send(
    ...["-re", "-f", "lavfi", "-i", "color=yellow:size=320x240:rate=30"],
    ...["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000", "-c:a", "aac"],
    ...["-c:v", "libx264", "-preset", "ultrafast", "-g", "15", "-pix_fmt", "yuv420p"],
    ...["-f", format, url],
  );
  open.push(() => sender.stop());
  return sender;
}

/** Red, green and blue of a segment's last picture, from 0 to 255. */
async function colourOf(segment: Buffer): Promise<readonly number[]> {
  const child = spawn(
    "ffmpeg",
    ["-v", "error", "-i", "pipe:0", "-vf", "scale=1:1,format=rgb24", "-f", "rawvideo", "pipe:1"],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  child.stdin.end(segment);
  const parts: Buffer[] = [];
  for await (const part of child.stdout) parts.push(part as Buffer);
  return [...Buffer.concat(parts).subarray(-3)];
}

const isYellow = ([red = 0, green = 0, blue = 255]: readonly number[]): boolean =>
  red > 200 && green > 200 && blue < 80;

/** Resolves when the origin was given a segment, after the ones it has now, whose last picture is the sender's. */
async function sendersPicture(segments: readonly Buffer[]): Promise<void> {
  for (let next = segments.length; ; next += 1) {
    const segment = await eventually(() => segments[next]);
    if (isYellow(await colourOf(segment))) return;
  }
}

if (available) {
  test.each([
    ["RTMP_PUSH", "flv"],
    ["RTP_PUSH", "rtp_mpegts"],
  ] as const)(
    "an %s sender that starts before the channel is seen in it, and stays through a stop and a start",
    async (type, format) => {
      const origin = await originServer();
      const { medialive, url, channel, inState, notes } = await rehearsal(type, "127.0.0.1/32");
      const sender = push(url, format);
      const gone: string[] = [];
      void sender.ended.then((said) => gone.push(said));
      const ChannelId = await channel(origin.port);
      for (let run = 1; run <= 2; run += 1) {
        await medialive.send(new StartChannelCommand({ ChannelId }));
        await sendersPicture(origin.segments);
        await medialive.send(new StopChannelCommand({ ChannelId }));
        await inState(ChannelId, "IDLE");
      }
      expect(gone).toEqual([]);
      expect(notes.filter((note) => /refused/u.test(note))).toEqual([]);
    },
  );

  test("without a channel, security groups and stream names are checked, and a deleted input sends its publisher away", async () => {
    const { url, medialive, inputId, allow, notes } = await rehearsal("RTMP_PUSH", "192.0.2.0/24");
    const refusals = () => notes.filter((note) => /refused/u.test(note));
    await push(url, "flv").ended;
    expect(refusals()).toEqual(["RTMP from 127.0.0.1 refused: in no input security group"]);
    await allow("127.0.0.0/8");
    await push(url.replace("camera", "other"), "flv").ended;
    expect(refusals().at(-1)).toMatch(/no input has this stream name/iu);
    const admitted = push(url, "flv");
    await eventually(() => notes.find((note) => /let in/u.test(note)));
    await push(url, "flv").ended;
    expect(refusals().at(-1)).toMatch(/somebody is publishing/iu);
    await medialive.send(new DeleteInputCommand({ InputId: inputId }));
    await admitted.ended;
  });
} else {
  test("without ffmpeg a push input still has its port from the moment it exists", async () => {
    const { url } = await rehearsal("RTMP_PUSH", "127.0.0.1/32");
    expect(Number(new URL(url).port)).toBeGreaterThan(0);
  });
}

test("an RTMP port in use stops the sandbox from starting, with a code that callers can compare", async () => {
  const squatter = createTcpServer();
  await new Promise<void>((resolve) => {
    squatter.listen(0, "127.0.0.1", resolve);
  });
  open.push(() => squatter.close());
  const { port } = squatter.address() as AddressInfo;
  await expect(startSandbox({ rtmpPort: port })).rejects.toMatchObject({
    code: "EADDRINUSE",
    port,
  });
});
