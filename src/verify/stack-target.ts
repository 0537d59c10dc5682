import { randomBytes } from "node:crypto";
import { cacheName } from "../services/momento/cache-name.ts";
import { leakEnd } from "../services/momento/leak-remedy.ts";
import { LiveOriginError } from "../config/failure.ts";
import { askFfprobe } from "./second-opinion.ts";
import type { VerifyTarget } from "./target.ts";
import type { Invocation } from "../cli/command.ts";
import type { KnownStack } from "../core/stack/open-existing-stack.ts";
import { nextCommand } from "../cli/next-command.ts";
import { playbackUrl } from "../core/provision/stack-result.ts";
import { readSandboxFile } from "../rehearsal/sandbox-file.ts";

/** What `verify` looks at for a stack: where everything is, from the ids that were stored when it was made. */
export async function stackTarget(
  invocation: Invocation,
  { stack, isRehearsal }: KnownStack,
): Promise<VerifyTarget> {
  const { context } = invocation;
  const { rows, spec, momentoRestUrl } = stack.scope();
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  const cache = cacheName(stack.scope());
  const domain = rows.distribution?.ids["domain"];
  const channelId = rows.channel?.ids["id"];
  const distributionId = rows.distribution?.ids["id"];
  const { clouds } = stack;
  return {
    ...common(invocation),
    playbackUrl: domain === undefined ? undefined : playbackUrl(domain),
    origin: { restUrl: momentoRestUrl, cache },
    storedPlayerKey: stack.secrets.get("playerKey")?.apiKey,
    channel:
      channelId === undefined
        ? undefined
        : {
            id: channelId,
            client: await clouds.medialive(),
            endpoint:
              rehearsal?.endpoints.medialive ?? `https://medialive.${spec.region}.amazonaws.com`,
          },
    distribution:
      distributionId === undefined
        ? undefined
        : {
            id: distributionId,
            client: await clouds.cloudfront(),
            endpoint: rehearsal?.endpoints.cloudfront ?? "https://cloudfront.amazonaws.com",
          },
    region: spec.region,
    maxItemBytes: async () => {
      try {
        const momento = await clouds.momento();
        const { reported } = await momento.limits(cache, { signal: context.signal });
        return reported?.maxItemKiB === undefined ? undefined : reported.maxItemKiB * 1024;
      } catch (error) {
        if (error instanceof LiveOriginError) return undefined;
        throw error;
      }
    },
    wantsCors: spec.cdn.cors,
    leakEnd: leakEnd(rows, stack.secrets.get("encoderKey")),
    command: (verb) => nextCommand(verb, spec.name, invocation.flags),
  };
}

/** What `verify` looks at when it only knows a playback URL. */
export function urlTarget(invocation: Invocation, url: string): VerifyTarget {
  return {
    ...common(invocation),
    playbackUrl: url,
    origin: undefined,
    storedPlayerKey: undefined,
    channel: undefined,
    distribution: undefined,
    region: "us-east-1",
    maxItemBytes: () => Promise.resolve(undefined),
    wantsCors: true,
    leakEnd: "new-cache",
    command: (verb) => `live-origin ${verb}`,
  };
}

function common({ context }: Invocation) {
  const { clock, signal, env, shell } = context;
  return {
    probes: true,
    nonce: randomBytes(6).toString("hex"),
    clock,
    signal,
    shell,
    secondOpinion: (segment: Uint8Array) => askFfprobe(segment, env["PATH"], signal),
  };
}
