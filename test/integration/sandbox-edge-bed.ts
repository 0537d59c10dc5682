import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SandboxClock } from "../../src/sandbox/clock.ts";
import { createCloudFront } from "../../src/sandbox/cloudfront/cloudfront.ts";
import { startEdge } from "../../src/sandbox/edge/edge.ts";
import { serve } from "../../src/sandbox/serve.ts";
import type { InventoryItem, LogLine, World } from "../../src/sandbox/world.ts";

export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
export const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
export const UNCOMPRESSED = "b2884449-e4de-46a7-ac36-70bc7f1ddd6d";
export const ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3";
export const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
export const SIMPLE_CORS = "60669652-455b-4ae9-85a4-c4c02393f86c";

export type ManualClock = SandboxClock & { advance(milliseconds: number): Promise<void> };

/** Time that stands still until a test moves it. */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason as Error);
        const sleeper = {
          at: now + milliseconds,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener("abort", stop);
            resolve();
          },
        };
        const stop = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        signal?.addEventListener("abort", stop, { once: true });
        sleepers.add(sleeper);
      }),
    async advance(milliseconds) {
      now += milliseconds;
      for (const sleeper of [...sleepers]) if (sleeper.at <= now) sleeper.wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

export type Handler = (incoming: IncomingMessage, response: ServerResponse) => void;
export type Origin = {
  readonly port: number;
  /** What it was asked for, in order. */
  readonly seen: {
    readonly method: string;
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
  }[];
  answer: Handler;
  readonly close: () => Promise<void>;
};

/** A tiny origin whose answer a test can change. */
export async function startOrigin(answer: Handler): Promise<Origin> {
  const seen: Origin["seen"] = [];
  const origin = { seen, answer } as { answer: Handler };
  const server = createServer((incoming, response) => {
    seen.push({
      method: incoming.method ?? "",
      url: incoming.url ?? "",
      headers: incoming.headers,
    });
    origin.answer(incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(origin, {
    seen,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

export type Bed = {
  readonly clock: ManualClock;
  readonly client: CloudFrontClient;
  readonly log: LogLine[];
  readonly inventory: () => readonly InventoryItem[];
  readonly endpoint: string;
  readonly close: () => Promise<void>;
};

/** CloudFront with its edges on a clock that stands still; the real SDK talks to it. */
export async function startBed(changes: Partial<World> = {}, originCa?: string): Promise<Bed> {
  const clock = manualClock();
  const closing = new AbortController();
  const log: LogLine[] = [];
  const world: World = {
    id: "bed",
    clock,
    latency: "brief",
    account: "123456789012",
    closing: closing.signal,
    log: (line) => void log.push(line),
    allows: () => true,
    gate: {
      before: () => Promise.resolve({ pass: true }),
      after: () => Promise.resolve("respond"),
      transition: () => undefined,
    },
    ...changes,
  };
  const cloudfront = createCloudFront(world, {
    onDistribution: (identity) => startEdge(world, { ...identity, originCa }),
  });
  const listener = await serve(world, cloudfront.service);
  const client = new CloudFrontClient({
    endpoint: listener.url,
    region: "us-east-1",
    credentials: { accessKeyId: "rehearsal", secretAccessKey: "rehearsal" },
    maxAttempts: 1,
  });
  return {
    clock,
    client,
    log,
    inventory: () => cloudfront.inventory(),
    endpoint: listener.url,
    close: async () => {
      closing.abort();
      client.destroy();
      await listener.close();
      await cloudfront.close();
    },
  };
}

/** A small but complete configuration; `changes` replace whole members. */
export function distributionConfig(
  originPort: number,
  changes: Partial<DistributionConfig> = {},
  customHeaders: readonly (readonly [string, string])[] = [["Authorization", "player-key"]],
): DistributionConfig {
  return {
    CallerReference: "reference-1",
    Comment: "live-origin test 1",
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "origin",
          DomainName: "127.0.0.1",
          OriginPath: "/cache/show",
          CustomHeaders: {
            Quantity: customHeaders.length,
            Items: customHeaders.map(([HeaderName, HeaderValue]) => ({ HeaderName, HeaderValue })),
          },
          CustomOriginConfig: {
            HTTPPort: originPort,
            HTTPSPort: 443,
            OriginProtocolPolicy: "http-only",
          },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "origin",
      ViewerProtocolPolicy: "allow-all",
      CachePolicyId: CACHING_DISABLED,
    },
    ...changes,
  };
}

export type Deployed = Bed & {
  readonly origin: Origin;
  readonly id: string;
  readonly domain: string;
};

/** A bed with one deployed distribution in front of an origin that answers with `answer`. */
export async function deployed(
  answer: Handler,
  behavior: Partial<NonNullable<DistributionConfig["DefaultCacheBehavior"]>> = {},
  changes: Partial<DistributionConfig> = {},
  customHeaders?: readonly (readonly [string, string])[],
): Promise<Deployed> {
  const bed = await startBed();
  const origin = await startOrigin(answer);
  const config = distributionConfig(origin.port, changes, customHeaders);
  const { Distribution } = await bed.client.send(
    new CreateDistributionCommand({
      DistributionConfig: {
        ...config,
        DefaultCacheBehavior: {
          TargetOriginId: "origin",
          ViewerProtocolPolicy: "allow-all",
          CachePolicyId: CACHING_DISABLED,
          ...behavior,
        },
      },
    }),
  );
  await bed.clock.advance(DEPLOY_MS);
  return {
    ...bed,
    origin,
    id: Distribution?.Id ?? "",
    domain: Distribution?.DomainName ?? "",
    close: async () => {
      await bed.close();
      await origin.close();
    },
  };
}

/** How long a deployment takes at the latency `brief`. */
export const DEPLOY_MS = 3_000;

/** The name of the error that a call fails with; `none` when it succeeds. */
export async function errorName(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "none";
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

export type Got = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
};

/** One request with the raw path as given, over its own connection. */
export function get(
  domainName: string,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = {},
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `http://${domainName}`,
      { path, method: options.method ?? "GET", headers: options.headers ?? {}, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(chunks),
          }),
        );
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}
