import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as cloudfront from "@aws-sdk/client-cloudfront";
import * as iam from "@aws-sdk/client-iam";
import * as medialive from "@aws-sdk/client-medialive";
import { ExpiresIn, type GenerateApiKey, PermissionScopes } from "@gomomento/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanEnv, runCli } from "./support/cli.ts";
import { clientsFor } from "./support/momento-clients.ts";
import { sandboxFolder, type SandboxFolder } from "./support/sandbox-folder.ts";

type Environment = Readonly<Record<string, string>>;
type Answer = Readonly<Record<string, unknown>>;
/** One call of AWS, by the names of its API. Rejects with the cloud's name for what went wrong in the message. */
type Driver = (service: string, operation: string, input: object) => Promise<Answer>;

const run = promisify(execFile);
const PASCAL = /(?<=[a-z])(?=[A-Z])/g;

/** The AWS CLI. */
const cli =
  (env: Environment): Driver =>
  async (service, operation, input) => {
    const command = operation.replace(PASCAL, "-").toLowerCase();
    // Versions before 2.13, Debian's among them, do not read the endpoint from the environment.
    const where = ["--endpoint-url", env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? ""];
    const said = ["--output", "json", "--cli-input-json", JSON.stringify(input)];
    const args = [service, command, ...where, ...said];
    const { stdout } = await run("aws", args, { env: { ...cleanEnv("/nonexistent"), ...env } });
    return stdout === "" ? {} : (JSON.parse(stdout) as Answer);
  };

/** The AWS SDK for JavaScript, which reads the same variables. */
const sdk =
  (env: Environment): Driver =>
  async (service, operation, input) => {
    const [library, name] = {
      medialive: [medialive, "MediaLive"] as const,
      cloudfront: [cloudfront, "CloudFront"] as const,
      iam: [iam, "IAM"] as const,
    }[service] ?? [medialive, ""];
    const classes = library as unknown as Readonly<Record<string, new (given: object) => never>>;
    const Client = classes[`${name}Client`];
    const Command = classes[`${operation}Command`];
    if (Client === undefined || Command === undefined) throw new Error(operation);
    const client = new Client({
      endpoint: env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`],
      region: env["AWS_REGION"],
      credentials: {
        accessKeyId: env["AWS_ACCESS_KEY_ID"],
        secretAccessKey: env["AWS_SECRET_ACCESS_KEY"],
      },
    }) as { send(command: unknown): Promise<Answer>; destroy(): void };
    try {
      return await client.send(new Command(input));
    } catch (error) {
      throw new Error((error as Error).name, { cause: error });
    } finally {
      client.destroy();
    }
  };

const hasCli = await run("aws", ["--version"], { env: cleanEnv("/nonexistent") }).then(
  () => true,
  () => false,
);

const DRIVERS: readonly (readonly [what: string, driver: (env: Environment) => Driver])[] = [
  ["the AWS SDK", sdk],
  ...(hasCli ? [["the AWS CLI", cli] as const] : []),
];

describe("a sandbox for other people's code", () => {
  const places: SandboxFolder[] = [];
  let env: Environment;
  let other: Environment;
  beforeAll(async () => {
    places.push(
      ...(await Promise.all([sandboxFolder("--seed", "a"), sandboxFolder("--seed", "a")])),
    );
    [env = {}, other = {}] = await Promise.all(
      places.map(async ({ path }) => {
        const ready = await runCli(["sandbox", "--wait-ready"], { cwd: path });
        expect(ready.code, ready.stderr).toBe(0);
        const told = await runCli(["sandbox", "--env"], { cwd: path });
        const exports = [...told.stdout.matchAll(/^export (\w+)='(.*)'$/gm)];
        return Object.fromEntries(exports.map(([, name = "", value = ""]) => [name, value]));
      }),
    );
  });
  afterAll(() => Promise.all(places.map((place) => place.close())));

  test("stands beside others, with the same keys for the same seed", async () => {
    expect(env["AWS_ENDPOINT_URL_MEDIALIVE"]).not.toBe(other["AWS_ENDPOINT_URL_MEDIALIVE"]);
    expect(env["MOMENTO_API_KEY"]).toBe(other["MOMENTO_API_KEY"]);
    const nowhere = await runCli(["sandbox", "--env"], { cwd: "/" });
    expect(nowhere.code).toBe(4);
  });

  test.each(DRIVERS)(
    "goes through the tutorial by hand with %s, and plays",
    async (_what, driver) => {
      const aws = driver(env);
      const rest = new URL(env["MOMENTO_REST_ENDPOINT"] ?? "");
      const momento = clientsFor(env["MOMENTO_API_KEY"] ?? "", env["MOMENTO_GRPC_ENDPOINT"] ?? "");
      const cache = `by-hand-${driver.name}`;
      await momento.cache.createCache(cache);
      const key = async (write: boolean): Promise<string> => {
        const scope = write ? "cacheReadWrite" : "cacheReadOnly";
        const made = await momento.auth.generateApiKey(
          PermissionScopes[scope](cache),
          ExpiresIn.days(30),
        );
        return (made as GenerateApiKey.Success).apiKey;
      };
      const [encoderKey, playerKey] = [await key(true), await key(false)];
      momento.close();
      const { Role } = await aws("iam", "CreateRole", {
        RoleName: cache,
        AssumeRolePolicyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"medialive.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
      });
      const pattern = `${(await defaultsOf(places[0])).url}`;
      const made = await aws("medialive", "CreateInput", {
        Name: cache,
        Type: "MP4_FILE",
        Sources: [{ Url: pattern }],
      });
      const url = `${rest.origin}/cache/${cache}/playlist.m3u8?token=${encodeURIComponent(encoderKey)}&ttl_seconds=3600&role=origin`;
      const channel = await aws(
        "medialive",
        "CreateChannel",
        channelOf({
          name: cache,
          roleArn: (Role as { Arn: string }).Arn,
          inputId: (made["Input"] as { Id: string }).Id,
          url,
        }),
      );
      const ChannelId = (channel["Channel"] as { Id: string }).Id;
      const { Distribution } = await aws("cloudfront", "CreateDistribution", {
        DistributionConfig: distributionOf(cache, rest, playerKey),
      });
      const state = async (): Promise<unknown> =>
        (await aws("medialive", "DescribeChannel", { ChannelId }))["State"];
      await expect.poll(state, { timeout: 20_000 }).toBe("IDLE");
      await aws("medialive", "StartChannel", { ChannelId });
      await expect.poll(state, { timeout: 20_000 }).toBe("RUNNING");

      const edge = `http://${(Distribution as { DomainName: string }).DomainName}/`;
      const read = async (name: string): Promise<string> => (await fetch(edge + name)).text();
      await expect
        .poll(() => read("playlist.m3u8"), { timeout: 20_000 })
        .toContain("#EXT-X-STREAM-INF");
      const [variant = ""] = (await read("playlist.m3u8")).match(/^playlist_.*$/m) ?? [];
      const [segment = ""] = (await read(variant)).match(/^playlist_.*\.ts$/m) ?? [];
      const picture = Buffer.from(await (await fetch(edge + segment)).arrayBuffer());
      expect([picture[0], picture.length % 188]).toEqual([0x47, 0]);

      // What its code does when the cloud has a bad day.
      const faults = `${env["SANDBOX_CONTROL_URL"]}/faults`;
      await fetch(faults, {
        method: "PUT",
        body: "medialive:StopChannel refuse always ForbiddenException",
      });
      await expect(aws("medialive", "StopChannel", { ChannelId })).rejects.toThrow(
        "ForbiddenException",
      );
      await fetch(faults, { method: "DELETE" });
      await aws("medialive", "StopChannel", { ChannelId });
    },
  );
});

async function defaultsOf(place: SandboxFolder | undefined): Promise<{ readonly url: string }> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(`${place?.path ?? ""}/.live-origin/sandbox.json`, "utf8");
  return (JSON.parse(text) as { defaults: { input: { url: string } } }).defaults.input;
}

function channelOf(facts: {
  readonly name: string;
  readonly roleArn: string;
  readonly inputId: string;
  readonly url: string;
}): object {
  return {
    Name: facts.name,
    ChannelClass: "SINGLE_PIPELINE",
    RoleArn: facts.roleArn,
    InputSpecification: { Codec: "AVC", Resolution: "HD", MaximumBitrate: "MAX_10_MBPS" },
    InputAttachments: [{ InputId: facts.inputId }],
    Destinations: [{ Id: "momento", Settings: [{ Url: facts.url }] }],
    EncoderSettings: {
      TimecodeConfig: { Source: "SYSTEMCLOCK" },
      AudioDescriptions: [{ Name: "audio_1", AudioSelectorName: "default" }],
      VideoDescriptions: [
        {
          Name: "video_240p30",
          Width: 320,
          Height: 240,
          CodecSettings: {
            H264Settings: {
              Bitrate: 750_000,
              FramerateControl: "SPECIFIED",
              FramerateNumerator: 30,
              FramerateDenominator: 1,
              GopSize: 30,
            },
          },
        },
      ],
      OutputGroups: [
        {
          Name: "HD",
          OutputGroupSettings: {
            HlsGroupSettings: {
              Destination: { DestinationRefId: "momento" },
              HlsCdnSettings: { HlsBasicPutSettings: { NumRetries: 5 } },
              SegmentLength: 1,
            },
          },
          Outputs: [
            {
              OutputName: "240p30",
              VideoDescriptionName: "video_240p30",
              AudioDescriptionNames: ["audio_1"],
              OutputSettings: {
                HlsOutputSettings: {
                  NameModifier: "_240p30",
                  HlsSettings: { StandardHlsSettings: { M3u8Settings: {} } },
                },
              },
            },
          ],
        },
      ],
    },
  };
}

function distributionOf(reference: string, rest: URL, playerKey: string): object {
  const none = { Quantity: 0 };
  return {
    CallerReference: reference,
    Comment: "",
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "momento",
          DomainName: rest.hostname,
          OriginPath: `/cache/${reference}`,
          CustomHeaders: {
            Quantity: 1,
            Items: [{ HeaderName: "Authorization", HeaderValue: playerKey }],
          },
          CustomOriginConfig: {
            HTTPPort: Number(rest.port),
            HTTPSPort: 443,
            OriginProtocolPolicy: "http-only",
          },
        },
      ],
    },
    CacheBehaviors: none,
    DefaultCacheBehavior: {
      TargetOriginId: "momento",
      ViewerProtocolPolicy: "allow-all",
      CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    },
  };
}
