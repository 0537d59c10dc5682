import {
  CloudFrontClient,
  CreateInvalidationCommand,
  type DistributionConfig,
  DescribeFunctionCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetFunctionCommand,
  GetInvalidationCommand,
  ListDistributionsCommand,
  ListFunctionsCommand,
  PublishFunctionCommand,
  UpdateDistributionCommand,
  UpdateFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import {
  DescribeChannelCommand,
  type EncoderSettings,
  ListChannelsCommand,
  MediaLiveClient,
  StartChannelCommand,
  StopChannelCommand,
  UpdateChannelCommand,
} from "@aws-sdk/client-medialive";
import { ExpiresIn, GenerateApiKey, type PermissionScope } from "@gomomento/sdk";
import { expect } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/index.ts";
import type { CheckResult } from "../../../src/verify/check.ts";
import { clientsFor } from "./momento-clients.ts";
import { rehearsal, type Rehearsal } from "./rehearsal.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

type Verified = {
  readonly code: number | null;
  readonly checks: readonly CheckResult[];
  readonly tookSeconds: number;
  readonly text: string;
  /** The first check that failed and its suspect, as `player-key PLAYER_KEY_EXPIRED`. */
  readonly first: string;
};

/** A stack that plays, to be broken one thing at a time through the services' own APIs. */
export type VerifyBed = {
  readonly place: Rehearsal;
  readonly playbackUrl: string;
  readonly channelId: string;
  readonly verify: (...flags: readonly string[]) => Promise<Verified>;
  /** Breaks the distribution, waits until that is deployed, looks, and puts it back. */
  readonly withDistribution: (
    break_: (config: Writable<DistributionConfig>) => void,
    look: () => Promise<void>,
  ) => Promise<void>;
  readonly changeDistribution: (
    change: (config: Writable<DistributionConfig>) => void,
  ) => Promise<void>;
  readonly deployed: () => Promise<void>;
  /** What viewers and the encoder depend on, to be compared: the distribution, its function, the channel. */
  readonly snapshot: () => Promise<Snapshot>;
  /** Puts the distribution back as it was. */
  readonly restore: (snapshot: Snapshot) => Promise<void>;
  /** Lets the edge forget what it kept. */
  readonly forget: () => Promise<void>;
  /** Publishes other code for the one function; gives back what restores it. */
  readonly changeFunction: (change: (code: string) => string) => Promise<() => Promise<void>>;
  /** Stops the channel, breaks it, starts it, looks, and puts it back. */
  readonly withChannel: (
    break_: (channel: ChannelDraft) => void,
    look: () => Promise<void>,
  ) => Promise<void>;
  readonly stopChannel: () => Promise<void>;
  readonly startChannel: () => Promise<void>;
  readonly mint: (scope: PermissionScope, seconds: number) => Promise<string>;
  /** Until the edge serves a newest segment of every variant. */
  readonly plays: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What viewers and the encoder depend on. */
type Snapshot = {
  readonly config: DistributionConfig | undefined;
  readonly functions: unknown;
  readonly channel: unknown;
};

/** What a test may change about a channel. */
export type ChannelDraft = { url: URL; encoder: Writable<EncoderSettings>; inputId: string };

export type Writable<T> = T extends (...args: never[]) => unknown
  ? T
  : T extends Date | Uint8Array
    ? T
    : T extends object
      ? { -readonly [Key in keyof T]: Writable<T[Key]> }
      : T;

/** Makes a stack in a sandbox of its own and starts it. Segments of one second, so that waiting for one is short. */
export async function verifyBed(
  initFlags: readonly string[] = [],
  options: SandboxOptions = {},
): Promise<VerifyBed> {
  const place = await rehearsal(options, 1);
  const { sandbox } = place;
  const aws = {
    region: sandbox.defaults.region,
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
  };
  const cloudfront = new CloudFrontClient({ ...aws, endpoint: sandbox.endpoints.cloudfront });
  const medialive = new MediaLiveClient({ ...aws, endpoint: sandbox.endpoints.medialive });
  const momento = clientsFor(sandbox.momentoApiKey, sandbox.endpoints.momentoGrpc);
  const made = await place.run([
    "init",
    "--yes",
    "--start",
    "--json",
    "--segment-seconds",
    "1",
    ...initFlags,
  ]);
  expect(made.code, made.stderr + made.stdout).toBe(0);
  const { playbackUrl } = JSON.parse(made.stdout) as { playbackUrl: string };
  const { DistributionList } = await cloudfront.send(new ListDistributionsCommand({}));
  const Id = DistributionList?.Items?.[0]?.Id ?? "";
  const { Channels } = await medialive.send(new ListChannelsCommand({}));
  const ChannelId = Channels?.[0]?.Id ?? "";

  const deployed = (): Promise<void> =>
    until(async () => {
      const { Distribution } = await cloudfront.send(new GetDistributionCommand({ Id }));
      return Distribution?.Status === "Deployed";
    });
  const changeDistribution: VerifyBed["changeDistribution"] = async (change) => {
    const { DistributionConfig, ETag } = await cloudfront.send(
      new GetDistributionConfigCommand({ Id }),
    );
    const config = structuredClone(DistributionConfig) as Writable<DistributionConfig>;
    change(config);
    const write = { Id, IfMatch: ETag, DistributionConfig: config as DistributionConfig };
    await cloudfront.send(new UpdateDistributionCommand(write));
  };
  const changeFunction: VerifyBed["changeFunction"] = async (change) => {
    const { FunctionList } = await cloudfront.send(new ListFunctionsCommand({}));
    const summary = FunctionList?.Items?.[0];
    const Name = summary?.Name ?? "";
    const { FunctionCode } = await cloudfront.send(new GetFunctionCommand({ Name }));
    const code = Buffer.from(FunctionCode ?? []).toString("utf8");
    const publish = async (text: string): Promise<void> => {
      const { ETag: IfMatch } = await cloudfront.send(new DescribeFunctionCommand({ Name }));
      const { ETag } = await cloudfront.send(
        new UpdateFunctionCommand({
          Name,
          IfMatch,
          FunctionConfig: summary?.FunctionConfig,
          FunctionCode: Buffer.from(text),
        }),
      );
      await cloudfront.send(new PublishFunctionCommand({ Name, IfMatch: ETag }));
    };
    expect(change(code)).not.toBe(code);
    await publish(change(code));
    return () => publish(code);
  };
  /** What the edge kept while it was broken must not meet the next test. */
  const forget = async (): Promise<void> => {
    const batch = { CallerReference: String(Math.random()), Paths: { Quantity: 1, Items: ["/*"] } };
    const { Invalidation } = await cloudfront.send(
      new CreateInvalidationCommand({ DistributionId: Id, InvalidationBatch: batch }),
    );
    const look = new GetInvalidationCommand({ DistributionId: Id, Id: Invalidation?.Id ?? "" });
    await until(async () => (await cloudfront.send(look)).Invalidation?.Status === "Completed");
  };
  const describe = () => medialive.send(new DescribeChannelCommand({ ChannelId }));
  const settled = (state: string): Promise<void> =>
    until(async () => (await describe()).State === state);
  const stopChannel = async (): Promise<void> => {
    await medialive.send(new StopChannelCommand({ ChannelId }));
    await settled("IDLE");
  };
  const startChannel = async (): Promise<void> => {
    await medialive.send(new StartChannelCommand({ ChannelId }));
    await settled("RUNNING");
  };
  const draft = async (): Promise<ChannelDraft & { readonly roleArn: string | undefined }> => {
    const channel = await describe();
    return {
      url: new URL(channel.Destinations?.[0]?.Settings?.[0]?.Url ?? ""),
      encoder: structuredClone(channel.EncoderSettings) as Writable<EncoderSettings>,
      inputId: channel.InputAttachments?.[0]?.InputId ?? "",
      roleArn: channel.RoleArn,
    };
  };
  const write = async ({
    url,
    encoder,
    inputId,
    roleArn,
  }: Awaited<ReturnType<typeof draft>>): Promise<void> => {
    const { Destinations, InputAttachments } = await describe();
    await medialive.send(
      new UpdateChannelCommand({
        ChannelId,
        RoleArn: roleArn,
        Destinations: [{ Id: Destinations?.[0]?.Id, Settings: [{ Url: url.href }] }],
        EncoderSettings: encoder as EncoderSettings,
        InputAttachments: [{ ...InputAttachments?.[0], InputId: inputId }],
      }),
    );
    await settled("IDLE");
  };
  const plays = (): Promise<void> =>
    until(async () => {
      const answer = await fetch(playbackUrl.replace("playlist.m3u8", "playlist_480p30.m3u8"));
      return answer.ok && (await answer.text()).split("#EXTINF").length > 2;
    });
  const snapshot = async (): Promise<Snapshot> => {
    const { DistributionConfig } = await cloudfront.send(new GetDistributionConfigCommand({ Id }));
    const { FunctionList } = await cloudfront.send(new ListFunctionsCommand({}));
    const functions = (FunctionList?.Items ?? []).map(async ({ Name = "" }) => {
      const { FunctionCode } = await cloudfront.send(
        new GetFunctionCommand({ Name, Stage: "LIVE" }),
      );
      return [Name, Buffer.from(FunctionCode ?? []).toString("utf8")];
    });
    const { Destinations, EncoderSettings, InputAttachments, State } = await describe();
    const channel = { Destinations, EncoderSettings, InputAttachments, State };
    return { config: DistributionConfig, functions: await Promise.all(functions), channel };
  };
  const restore = async ({ config: was }: Snapshot): Promise<void> => {
    await changeDistribution((config) => Object.assign(config, was));
    await deployed();
  };
  const verify: VerifyBed["verify"] = async (...flags) => {
    const run = await place.run(["verify", "--json", ...flags], {
      PATH: process.env["PATH"] ?? "",
    });
    const report = JSON.parse(run.stdout) as { checks: CheckResult[]; tookSeconds: number };
    const failed = report.checks?.find(({ verdict }) => verdict === "fail");
    const first = failed === undefined ? "" : `${failed.id} ${failed.suspects[0]?.code ?? ""}`;
    return { code: run.code, text: run.stdout + run.stderr, first, ...report };
  };
  return {
    place,
    playbackUrl,
    channelId: ChannelId,
    verify,
    deployed,
    snapshot,
    restore,
    forget,
    changeDistribution,
    changeFunction,
    stopChannel,
    startChannel,
    plays,
    withDistribution: async (break_, look) => {
      const before = await snapshot();
      await changeDistribution(break_);
      await deployed();
      try {
        await look();
      } finally {
        await restore(before);
        await forget();
      }
    },
    withChannel: async (break_, look) => {
      const before = await draft();
      const broken = await draft();
      break_(broken);
      await stopChannel();
      await write(broken);
      await startChannel();
      try {
        await look();
      } finally {
        await stopChannel();
        await write(before);
        await startChannel();
      }
    },
    mint: async (scope, seconds) => {
      const answer = await momento.auth.generateApiKey(scope, ExpiresIn.seconds(seconds));
      if (answer instanceof GenerateApiKey.Success) return answer.apiKey;
      throw new Error("no key was made");
    },
    close: async () => {
      momento.close();
      await place.close();
    },
  };
}

/** Looks again and again, for ten seconds at most. */
export async function until(look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await look())) {
    if (Date.now() > deadline) throw new Error("it did not come to that in 10 s");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The behavior for a pattern; fails when there is none. */
export function behaviorOf(
  config: Writable<DistributionConfig>,
  pattern: string,
): Record<string, unknown> {
  const items = config.CacheBehaviors?.Items ?? [];
  const found = items.find(({ PathPattern }) => PathPattern === pattern);
  if (found === undefined) throw new Error(`there is no behavior ${pattern}`);
  return found as unknown as Record<string, unknown>;
}

/** The one origin of a distribution; fails when there is none. */
export function originOf(
  config: Writable<DistributionConfig>,
): Writable<NonNullable<NonNullable<DistributionConfig["Origins"]>["Items"]>[number]> {
  const origin = config.Origins?.Items?.[0];
  if (origin === undefined) throw new Error("there is no origin");
  return origin;
}
