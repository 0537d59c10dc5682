import { signedRegion } from "../aws-scope.ts";
import type { PushInput } from "../encoder/inputs/push-endpoints.ts";
import type { EncoderJob, RunningEncoder } from "../encoder/job.ts";
import { asRecord, type JsonRecord } from "../json.ts";
import type { Route, WireRequest, WireService } from "../wire.ts";
import type { Emulator, World } from "../world.ts";
import type { Call } from "./call.ts";
import type { IsOwnPort } from "./input-types.ts";
import { stopEncoding } from "./encoding.ts";
import { inventoryOf } from "./inventory.ts";
import { DEFAULT_QUOTAS, type Quotas } from "./quotas.ts";
import { arnOf, createRegion, type Region, type MediaLiveContext } from "./region.ts";
import { restAnswer, restBody, restRefusal } from "./rest.ts";
import { findRoute, type RouteEntry } from "./routes.ts";
import { createUdpPorts, FIRST_UDP_PORT } from "./udp-ports.ts";

export type MediaLiveOptions = {
  readonly iam: {
    trusts(roleArn: string, principal: string): boolean;
    allowsRole(roleArn: string, action: string, resource: string): boolean;
  };
  readonly ssm: { read(name: string, region?: string): string | undefined };
  readonly startEncoder: (job: EncoderJob) => Promise<RunningEncoder>;
  /** Told of each push input when it is made, changed and gone, so that senders are let in before a channel runs. */
  readonly onPushInput?: ((input: PushInput) => Promise<void>) | undefined;
  /** Where a request that is not signed belongs; default us-west-2. */
  readonly region?: string | undefined;
  /** What the URLs of RTMP inputs say; default 1935. */
  readonly rtmpPort?: number | (() => number) | undefined;
  /** Ports of the sandbox on loopback that pull inputs may read; none by default. */
  readonly isOwnPort?: IsOwnPort | undefined;
  /** The first port of RTP inputs; default 5000, 0 takes any free ones. */
  readonly udpPort?: number | undefined;
  readonly quotas?: Partial<Quotas> | undefined;
};

const PRINCIPAL = "medialive.amazonaws.com";

/** MediaLive over REST-JSON. Each region that requests are signed for has its own resources. */
export function createMediaLive(
  world: World,
  options: MediaLiveOptions,
): Emulator & { readonly service: WireService } {
  const { iam, ssm, startEncoder, rtmpPort = 1935, region: fallback = "us-west-2" } = options;
  let lastId = 1_000_000;
  const context: MediaLiveContext = {
    world,
    quotas: { ...DEFAULT_QUOTAS, ...options.quotas },
    trusts: (role) => iam.trusts(role, PRINCIPAL),
    allowsRole: (role, action, on) => iam.allowsRole(role, action, on),
    readParameter: (name, place) => ssm.read(name, place),
    startEncoder,
    onPushInput: options.onPushInput ?? (() => Promise.resolve()),
    rtmpPort: () => (typeof rtmpPort === "function" ? rtmpPort() : rtmpPort),
    isOwnPort: options.isOwnPort ?? (() => false),
    udpPort: createUdpPorts(options.udpPort ?? FIRST_UDP_PORT),
    nextId: () => String(++lastId),
  };
  const regions = new Map<string, Region>();
  const regionOf = (request: WireRequest): Region => {
    const name = signedRegion(request, fallback);
    const region = regions.get(name) ?? createRegion(name, context);
    regions.set(name, region);
    return region;
  };
  return {
    service: {
      name: "medialive",
      route(request) {
        const found = findRoute(request.method, request.path);
        if (found === undefined) return undefined;
        return routeOf({
          region: regionOf(request),
          route: found.route,
          params: found.params,
          request,
        });
      },
      refuse: restRefusal,
      unknown: () =>
        restRefusal({
          name: "MissingAuthenticationTokenException",
          status: 403,
          message: "Missing Authentication Token",
        }),
    },
    inventory: () => [...regions.values()].flatMap(inventoryOf),
    async close() {
      const running = [...regions.values()].flatMap((region) =>
        region.channels.all().map(({ id }) => stopEncoding(region, id)),
      );
      await Promise.all(running);
    },
  };
}

function routeOf({
  region,
  route: { operation, status, kind, run },
  params,
  request,
}: {
  readonly region: Region;
  readonly route: RouteEntry;
  readonly params: Readonly<Record<string, string>>;
  readonly request: WireRequest;
}): Route {
  const resource = kind === undefined ? params["arn"] : arnOf(region, kind, params["id"] ?? "*");
  return {
    operation,
    resource,
    actions: actionsOf(operation, request.body),
    async answer() {
      const call: Call = {
        operation,
        params,
        query: request.query,
        body: restBody(request.body),
      };
      return restAnswer(status, await run(region, call));
    },
  };
}

const BATCH: Readonly<Record<string, readonly string[]>> = {
  BatchStart: ["medialive:BatchStart", "medialive:StartChannel"],
  BatchStop: ["medialive:BatchStop", "medialive:StopChannel"],
  BatchDelete: ["medialive:BatchDelete"],
};

/** Tags at creation need medialive:CreateTags as well (inferred). */
function actionsOf(operation: string, body: Buffer): readonly string[] {
  const tagged = operation.startsWith("Create") && operation !== "CreateTags" && hasTags(body);
  return [
    ...(BATCH[operation] ?? [`medialive:${operation}`]),
    ...(tagged ? ["medialive:CreateTags"] : []),
  ];
}

function hasTags(body: Buffer): boolean {
  try {
    const parsed: JsonRecord | undefined = asRecord(restBody(body)["tags"]);
    return parsed !== undefined && Object.keys(parsed).length > 0;
  } catch {
    return false;
  }
}
