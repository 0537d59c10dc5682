import { draftOf } from "../../../src/config/resolve/draft.ts";
import type { PlanContext } from "../../../src/core/engine/resource.ts";
import type { ResourceIds } from "../../../src/core/state/resource-members.ts";
import type { ResourceKind, ResourceState, ResourceStates } from "../../../src/core/state/state.ts";
import { Secret } from "../../../src/config/secret.ts";
import type { CdnSpec, ChannelSpec, OriginSpec, Rung, Spec } from "../../../src/config/spec.ts";

const rung = (
  name: string,
  size: readonly [number, number],
  kbps: readonly [number, number],
): Rung => ({
  name,
  nameModifier: `_${name}`,
  width: size[0],
  height: size[1],
  fps: 30,
  videoKbps: kbps[0],
  audioKbps: kbps[1],
  pixelAspect: [4, 3],
});

/** The tutorial's Spec, with changes. */
export function tutorialSpec(
  changes: {
    readonly origin?: Partial<OriginSpec>;
    readonly channel?: Partial<ChannelSpec>;
    readonly cdn?: Partial<CdnSpec>;
  } = {},
): Spec {
  // What is not told here is as the table of settings has it.
  const usual = draftOf({});
  return {
    name: "live-origin",
    region: "us-west-2",
    origin: {
      ...usual.origin,
      endpoint: "cell-4-us-west-2-1.prod.a.momentohq.com",
      cache: "live-origin",
      ttlSeconds: 3600,
      keyDays: 30,
      revocableKeys: false,
      accountUrl: "https://account.test",
      ...changes.origin,
    },
    channel: {
      ...usual.channel,
      input: { type: "rtmp-push", cidrs: ["203.0.113.0/24"], streamName: "live/stream" },
      ladderName: "tutorial",
      ladder: [
        rung("480p30", [640, 480], [1500, 128]),
        rung("240p30", [320, 240], [750, 128]),
        rung("720p30", [960, 720], [2500, 192]),
      ],
      segmentSeconds: 2,
      gopSeconds: 2,
      rateControl: "CBR",
      hls: {
        ...usual.channel.hls,
        connectionRetryIntervalSeconds: 4,
        numRetries: 5,
        filecacheSeconds: 300,
        restartDelaySeconds: 2,
        windowSegments: 50,
        keepSegments: 3600,
      },
      segmentNames: "restart-safe",
      encoderAuth: "url-token",
      sizeRule: "bytes",
      ...changes.channel,
    },
    cdn: {
      ...usual.cdn,
      masterPlaylist: "edge",
      playlistCacheSeconds: 0,
      cors: true,
      ...changes.cdn,
    },
  };
}

/** A key whose characters need percent-encoding in a URL. */
export const ENCODER_KEY = "eyJlbmNvZGVyIn0+/=";
const PLAYER_KEY = "eyJwbGF5ZXIifQ==";
export const STACK_ID = "0123456789abcdef";

/** What is known before anything exists, or with the given rows. */
export function contextOf(spec: Spec, resources: ResourceStates = {}): PlanContext {
  return {
    spec,
    stackId: STACK_ID,
    account: "123456789012",
    momentoRestUrl: "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com",
    resources,
    secrets: { encoderKey: Secret.of(ENCODER_KEY), playerKey: Secret.of(PLAYER_KEY) },
  };
}

/** A row as the state keeps it after a creation. */
export function recorded<Kind extends ResourceKind>(
  ids: ResourceIds<Kind>,
  changes: Partial<ResourceState<Kind>> = {},
): ResourceState<Kind> {
  return {
    status: "created",
    ownership: "ours",
    ids,
    changedAt: "2026-01-01T00:00:00.000Z",
    ...changes,
  };
}

/** All ids that the requests refer to. */
export const ALL_ROWS: ResourceStates = {
  role: recorded({
    arn: "arn:aws:iam::123456789012:role/live-origin-live-origin-us-west-2-01234567",
  }),
  inputSecurityGroup: recorded({ id: "1111111" }),
  input: recorded({ id: "2222222" }),
  channel: recorded({ id: "3333333" }),
  function: recorded({
    name: "live-origin-live-origin-us-west-2-01234567",
    arn: "arn:aws:cloudfront::123456789012:function/live-origin-live-origin-us-west-2-01234567",
  }),
  cachePolicy: recorded({ id: "cccccccc-0000-4000-8000-000000000000" }),
  distribution: recorded({ id: "E1DISTRIBUTION" }),
};

/** A request as the golden files hold it: secrets as `***`, function code as text. */
export function shown(request: unknown): string {
  const bytes = (_key: string, value: unknown): unknown =>
    value instanceof Uint8Array ? new TextDecoder().decode(value).split("\n") : value;
  return `${JSON.stringify(request, bytes, 2)}\n`;
}
