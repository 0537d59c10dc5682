import { DEFAULT_NAME } from "../config/names.ts";
import { randomBytes } from "node:crypto";
import { ladderDemand } from "../config/limits/limits.ts";
import { LiveOriginError } from "../config/failure.ts";
import type { Host } from "../core/host.ts";
import type { RehearsalEndpoints } from "../core/stack/rehearsal-endpoints.ts";
import type { Stack } from "../core/stack/stack.ts";
import type { Shell } from "../config/text/shell-text.ts";
import { playbackUrl } from "../services/cloudfront/playback-url.ts";
import { leakEnd } from "../services/momento/leak-remedy.ts";
import { cacheName } from "../services/momento/cache-name.ts";
import { once } from "../services/once.ts";
import { decodeSegment } from "./decode-segment.ts";
import { askFfprobe } from "./second-opinion.ts";
import { createReadPace, operationsLeft } from "./read-pace.ts";
import { createStreamMemory } from "./stream/stream-memory.ts";
import type { VerifyTarget } from "./target.ts";
import { watchedClock } from "./watched-clock.ts";

/** What checking a stream needs of whoever runs it. */
type VerifyHost = Pick<Host, "clock" | "signal" | "commandFor"> & {
  /** `PATH`, for ffprobe. */
  readonly searchPath: string | undefined;
  readonly shell: Shell;
  readonly processors?: VerifyTarget["processors"];
};

/** What `verify` looks at for a stack: where everything is, from the ids that were stored when it was made. */
export async function stackTarget(
  host: VerifyHost,
  {
    stack,
    rehearsal,
    standing,
  }: {
    readonly stack: Stack;
    readonly rehearsal: RehearsalEndpoints | undefined;
    readonly standing: VerifyTarget["standing"];
  },
): Promise<VerifyTarget> {
  const { resources, spec, momentoRestUrl } = stack.planContext();
  const cache = cacheName(stack.planContext());
  const domain = resources.distribution?.ids["domain"];
  const channelId = resources.channel?.ids["id"];
  const distributionId = resources.distribution?.ids["id"];
  const { clients } = stack;
  const shared = common(host);
  const limits = once(async () => {
    try {
      const momento = await clients.momento();
      return (await momento.limits(cache, { signal: host.signal })).reported;
    } catch (error) {
      if (error instanceof LiveOriginError) return undefined;
      throw error;
    }
  });
  return {
    ...shared,
    playbackUrl: domain === undefined ? undefined : playbackUrl(domain),
    origin: { restUrl: momentoRestUrl, cache },
    storedPlayerKey: stack.secrets.get("playerKey")?.apiKey,
    channel:
      channelId === undefined
        ? undefined
        : {
            id: channelId,
            client: await clients.medialive(),
            endpoint:
              rehearsal?.endpoints.medialive ?? `https://medialive.${spec.region}.amazonaws.com`,
          },
    standing,
    isElsewhere: stack.found !== undefined,
    distribution:
      distributionId === undefined
        ? undefined
        : {
            id: distributionId,
            client: await clients.cloudfront(),
            endpoint: rehearsal?.endpoints.cloudfront ?? "https://cloudfront.amazonaws.com",
          },
    region: spec.region,
    maxItemBytes: async () => {
      const { maxItemKiB } = (await limits()) ?? {};
      return maxItemKiB === undefined ? undefined : maxItemKiB * 1024;
    },
    readPace: once(async () => {
      const left = operationsLeft(ladderDemand(spec), await limits());
      return left === undefined ? undefined : createReadPace(shared, left);
    }),
    wantsCors: spec.cdn.cors,
    ttlSeconds: spec.origin.ttlSeconds,
    leakEnd: leakEnd(resources, stack.secrets.get("encoderKey")),
    command: (verb) => host.commandFor(verb, spec.name),
  };
}

/** What `verify` looks at when it only knows a playback URL. */
export function urlTarget(host: VerifyHost, url: string): VerifyTarget {
  return {
    ...common(host),
    playbackUrl: url,
    origin: undefined,
    storedPlayerKey: undefined,
    channel: undefined,
    distribution: undefined,
    region: "us-east-1",
    maxItemBytes: () => Promise.resolve(undefined),
    readPace: () => Promise.resolve(undefined),
    wantsCors: true,
    leakEnd: "new-cache",
    command: (verb) => host.commandFor(verb, DEFAULT_NAME),
  };
}

function common({ clock: plain, signal, searchPath, shell, processors }: VerifyHost) {
  const { clock, late } = watchedClock(plain);
  return {
    late,
    processors,
    probes: true,
    memory: createStreamMemory(),
    nonce: randomBytes(6).toString("hex"),
    clock,
    signal,
    shell,
    decode: (media: Uint8Array, seconds: number) =>
      decodeSegment(media, seconds, { path: searchPath, signal }),
    secondOpinion: (segment: Uint8Array) => askFfprobe(segment, searchPath, signal),
  };
}
