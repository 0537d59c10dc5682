import { readFileSync } from "node:fs";
import { connect } from "node:net";
import {
  CloudFrontClient,
  CreateDistributionCommand,
  DeleteDistributionCommand,
  GetDistributionCommand,
  UpdateDistributionCommand,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateChannelCommand,
  CreateInputCommand,
  DeleteChannelCommand,
  DeleteInputCommand,
  DescribeChannelCommand,
  DescribeInputCommand,
  MediaLiveClient,
  StartChannelCommand,
  StopChannelCommand,
  type CreateChannelRequest,
} from "@aws-sdk/client-medialive";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import {
  CreateCache,
  ExpiresIn,
  GenerateApiKey,
  ListCaches,
  PermissionScopes,
} from "@gomomento/sdk";
import { afterEach, describe, expect, it } from "vitest";
import { parseFault, startSandbox, type RunningSandbox } from "../../src/sandbox/index.ts";
import { clientsFor } from "./support/momento-clients.ts";

process.env["no_grpc_proxy"] = "127.0.0.1";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(options: Parameters<typeof startSandbox>[0] = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ latency: "instant", ...options });
  cleanups.push(() => sandbox.close());
  return sandbox;
}

function awsOf(sandbox: RunningSandbox) {
  const access = (endpoint: string) => ({
    endpoint,
    region: "us-west-2",
    credentials: { accessKeyId: "AKIAREHEARSAL", secretAccessKey: "rehearsal" },
    maxAttempts: 1,
  });
  return {
    medialive: new MediaLiveClient(access(sandbox.endpoints.medialive)),
    cloudfront: new CloudFrontClient(access(sandbox.endpoints.cloudfront)),
    iam: new IAMClient(access(sandbox.endpoints.iam)),
    sts: new STSClient(access(sandbox.endpoints.sts)),
  };
}

/** A request as this program sends it, without its type: what it is about is put in by name. */
function golden(name: string, put: Readonly<Record<string, string>>): unknown {
  const path = new URL(`../unit/services/golden/${name}.json`, import.meta.url);
  const text = readFileSync(path, "utf8");
  return JSON.parse(
    Object.entries(put).reduce((filled, [from, to]) => filled.replaceAll(from, to), text),
  );
}

/** Looks again until there is an answer; the test's own timeout is the bound. */
async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function connects(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    });
    socket.on("error", reject);
  });
}

const openListeners = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === "TCPServerWrap").length;

describe("the whole sandbox", () => {
  it("carries the test pattern from MediaLive through Momento and CloudFront to a player", async () => {
    const sandbox = await start();
    const { medialive, cloudfront, iam, sts } = awsOf(sandbox);
    const { Account } = await sts.send(new GetCallerIdentityCommand());
    expect(Account).toBe(sandbox.account);

    const momento = clientsFor(sandbox.momentoApiKey, sandbox.endpoints.momentoGrpc);
    cleanups.push(() => momento.close());
    expect(await momento.cache.createCache("live-origin")).toBeInstanceOf(CreateCache.Success);
    const keyFor = async (scope: Parameters<typeof momento.auth.generateApiKey>[0]) => {
      const made = await momento.auth.generateApiKey(scope, ExpiresIn.days(30));
      if (!(made instanceof GenerateApiKey.Success)) throw new Error(made.toString());
      return made.apiKey;
    };
    const encoderKey = await keyFor(PermissionScopes.cacheReadWrite("live-origin"));
    const playerKey = await keyFor(PermissionScopes.cacheReadOnly("live-origin"));

    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: "MediaLiveAccessRole",
        AssumeRolePolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "medialive.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        }),
      }),
    );
    const { Input } = await medialive.send(
      new CreateInputCommand({
        Name: "live-origin",
        Type: "MP4_FILE",
        Sources: [{ Url: sandbox.defaults.input.url }],
      }),
    );
    const channelBody = golden("create-channel-tutorial", {
      "arn:aws:iam::123456789012:role/live-origin-live-origin-us-west-2-01234567": Role?.Arn ?? "",
      "2222222": Input?.Id ?? "",
      "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com": sandbox.endpoints.momentoRest,
      "token=***": `token=${encodeURIComponent(encoderKey)}`,
    }) as CreateChannelRequest;
    const { Channel } = await medialive.send(new CreateChannelCommand(channelBody));
    const ChannelId = Channel?.Id ?? "";
    const inState = (wanted: string) =>
      eventually(async () => {
        const { State } = await medialive.send(new DescribeChannelCommand({ ChannelId }));
        return State === wanted ? State : undefined;
      });
    await inState("IDLE");
    await medialive.send(new StartChannelCommand({ ChannelId }));
    await inState("RUNNING");

    const { hostname, port } = new URL(sandbox.endpoints.momentoRest);
    const { DistributionConfigWithTags } = golden("create-distribution-origin-master", {
      "api.cache.cell-4-us-west-2-1.prod.a.momentohq.com": hostname,
      '"HTTPPort": 80': `"HTTPPort": ${port}`,
      "https-only": "http-only",
      // Its own cache policy; CachingDisabled here.
      "cccccccc-0000-4000-8000-000000000000": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      "***": playerKey,
    }) as { DistributionConfigWithTags: { DistributionConfig: DistributionConfig } };
    const made = await cloudfront.send(
      new CreateDistributionCommand({
        DistributionConfig: DistributionConfigWithTags.DistributionConfig,
      }),
    );
    const Id = made.Distribution?.Id ?? "";
    const edge = `http://${made.Distribution?.DomainName}`;
    const deployed = () =>
      eventually(async () => {
        const found = await cloudfront.send(new GetDistributionCommand({ Id }));
        return found.Distribution?.Status === "Deployed" ? found : undefined;
      });
    await deployed();

    const text = (path: string) =>
      eventually(async () => {
        const answer = await fetch(`${edge}/${path}`);
        return answer.ok ? await answer.text() : undefined;
      });
    const master = await text("playlist.m3u8");
    const variants = master.split("\n").filter((line) => /^[^#]/.test(line));
    expect(variants.map((uri) => uri.split("?")[0])).toEqual([
      "playlist_480p30.m3u8",
      "playlist_240p30.m3u8",
      "playlist_720p30.m3u8",
    ]);
    for (const variant of variants) {
      const playlist = await text(variant);
      const uri = playlist.split("\n").find((line) => /^[^#]/.test(line)) ?? "";
      const segment = await fetch(`${edge}/${uri}`);
      const bytes = Buffer.from(await segment.arrayBuffer());
      expect([segment.status, bytes[0], bytes.length % 188]).toEqual([200, 0x47, 0]);
      const again = await fetch(`${edge}/${uri}`);
      expect(again.headers.get("x-cache")).toBe("Hit from cloudfront");
      await again.arrayBuffer();
    }

    await medialive.send(new StopChannelCommand({ ChannelId }));
    await inState("IDLE");
    await medialive.send(new DeleteChannelCommand({ ChannelId }));
    await inState("DELETED");
    const InputId = Input?.Id ?? "";
    await eventually(async () => {
      const { State } = await medialive.send(new DescribeInputCommand({ InputId }));
      return State === "DETACHED" ? State : undefined;
    });
    await medialive.send(new DeleteInputCommand({ InputId }));
    await iam.send(new DeleteRoleCommand({ RoleName: "MediaLiveAccessRole" }));
    const { ETag, Distribution } = await deployed();
    await cloudfront.send(
      new UpdateDistributionCommand({
        Id,
        IfMatch: ETag,
        DistributionConfig: {
          ...Distribution?.DistributionConfig,
          Enabled: false,
        } as DistributionConfig,
      }),
    );
    const disabled = await deployed();
    await cloudfront.send(new DeleteDistributionCommand({ Id, IfMatch: disabled.ETag }));
    await momento.cache.deleteCache("live-origin");
    await eventually(() => Promise.resolve(sandbox.inventory().length === 0 ? true : undefined));
  });

  it("leaves no listener open when it closes", async () => {
    const sandbox = await startSandbox({ latency: "instant", tls: true, rtmpPort: 0 });
    const urls = [
      ...Object.values(sandbox.endpoints).map((url) => url.replace(/^127/, "http://127")),
      sandbox.tls?.proxyUrl ?? "",
      sandbox.defaults.input.url,
    ];
    const answers = () =>
      Promise.allSettled(urls.map((url) => connects(Number(new URL(url).port))));
    expect((await answers()).map(({ status }) => status)).toEqual(urls.map(() => "fulfilled"));
    await sandbox.close();
    expect((await answers()).map(({ status }) => status)).toEqual(urls.map(() => "rejected"));
  });

  it("refuses to start on a port in use, and leaves nothing open then", async () => {
    const first = await start();
    const taken = Number(new URL(first.endpoints.momentoRest).port);
    const before = openListeners();
    await expect(startSandbox({ ports: { control: taken } })).rejects.toMatchObject({
      code: "EADDRINUSE",
    });
    // Node counts a listener until the turn after it closed.
    await eventually(() => Promise.resolve(openListeners() <= before ? true : undefined));
  });

  it("lets the AWS caller do only what a given policy allows, and names the action", async () => {
    const policy = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "medialive:List*", Resource: "*" }],
    };
    const { medialive } = awsOf(await start({ policy }));
    await expect(
      medialive.send(new CreateInputCommand({ Name: "x", Type: "MP4_FILE" })),
    ).rejects.toThrow("medialive:CreateInput");
  });

  it.each([
    ["on-demand", 100],
    ["provisioned", 50_000],
    [{ operationsPerSecond: 7 }, 7],
  ] as const)("reports the limits of the account %j", async (accountLimits, wanted) => {
    const sandbox = await start({ accountLimits });
    const { cache, close } = clientsFor(sandbox.momentoApiKey, sandbox.endpoints.momentoGrpc);
    cleanups.push(close);
    await cache.createCache("live-origin");
    const listed = await cache.listCaches();
    const [only] = listed instanceof ListCaches.Success ? listed.getCaches() : [];
    expect(only?.getCacheLimits().maxTrafficRate).toBe(wanted);
  });

  it("shows observers the calls of every service", async () => {
    const seen: string[] = [];
    const sandbox = await start({
      onCall: (phase, { service, operation }) => void seen.push(`${phase} ${service} ${operation}`),
    });
    const { sts } = awsOf(sandbox);
    const momento = clientsFor(sandbox.momentoApiKey, sandbox.endpoints.momentoGrpc);
    cleanups.push(() => momento.close());
    await sts.send(new GetCallerIdentityCommand());
    await momento.cache.createCache("live-origin");
    await fetch(`${sandbox.endpoints.momentoRest}/cache/live-origin/k`);
    expect(seen.filter((line) => line.startsWith("before"))).toEqual([
      "before sts GetCallerIdentity",
      "before momento CreateCache",
      "before momento GetItem",
    ]);
  });
});

describe("the control interface", () => {
  const faults = ["sts:GetCallerIdentity refuse 1 ServiceUnavailable"];

  it("sets, adds to, lists and removes faults while the sandbox runs", async () => {
    const sandbox = await start({ faults: faults.map(parseFault) });
    const at = `${sandbox.endpoints.control}/faults`;
    const list = async (init: RequestInit = {}) =>
      ((await (await fetch(at, init)).json()) as { faults: unknown[] }).faults;
    expect(await list()).toHaveLength(1);
    expect(await list({ method: "POST", body: "*:* delay 1ms" })).toHaveLength(2);
    expect(await list({ method: "PUT", body: JSON.stringify(faults) })).toHaveLength(1);
    const { sts } = awsOf(sandbox);
    await expect(sts.send(new GetCallerIdentityCommand())).rejects.toMatchObject({
      name: "ServiceUnavailable",
    });
    expect(await list()).toEqual([]);
    expect(await list({ method: "DELETE" })).toEqual([]);
    const refused = await fetch(at, { method: "PUT", body: "nonsense" });
    expect(refused.status).toBe(400);
  });

  it("tells what exists and what was called", async () => {
    const sandbox = await start();
    const get = async (path: string) =>
      (await (await fetch(`${sandbox.endpoints.control}${path}`)).json()) as unknown;
    const momento = clientsFor(sandbox.momentoApiKey, sandbox.endpoints.momentoGrpc);
    cleanups.push(() => momento.close());
    await momento.cache.createCache("live-origin");
    expect(await get("/inventory")).toMatchObject({ inventory: [{ kind: "cache" }] });
    expect(await get("/log")).toMatchObject({
      lines: [
        { service: "momento", operation: "CreateCache", resource: "live-origin", status: 200 },
      ],
    });
  });
});
