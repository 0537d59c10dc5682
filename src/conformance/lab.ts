import { Secret } from "../config/secret.ts";
import type { Host } from "../core/host.ts";
import type { Stack } from "../core/stack/stack.ts";
import type { WireClient } from "../services/aws/wire-client.ts";
import { playbackUrl } from "../services/cloudfront/playback-url.ts";
import { buildUpdateChannel } from "../services/medialive/channel-request.ts";
import { cacheName } from "../services/momento/cache-name.ts";
import { get, type ViewerAnswer } from "../verify/client.ts";
import type { HttpOptions, Json, Lab, StackLab } from "./probe.ts";

/** What probes may use where nothing is made yet. */
export function createLab(
  { clock, signal }: Pick<Host, "clock" | "signal">,
  region: string,
  wire: WireClient,
): Lab {
  return {
    region,
    signal,
    now: () => clock.now(),
    aws: (call) => wire.send(call, signal),
    pause: (milliseconds) => clock.sleep(milliseconds, signal),
  };
}

/** The same with the stack that was made for the probes. Looks at the distribution at once, until its edge answers. */
export async function stackLab(lab: Lab, stack: Stack): Promise<StackLab> {
  const context = stack.planContext();
  const { resources, momentoRestUrl } = context;
  const base = new URL(".", playbackUrl(resources.distribution?.ids["domain"] ?? "")).href;
  // What a range is asked with on its own: an edge keeps each encoding apart.
  const plain = { "accept-encoding": "identity" };
  const edge: StackLab["edge"] = (path, { headers, ...options } = {}) => {
    const url = `${base}${path.slice(1)}`;
    return answered(url, { ...options, headers: { ...plain, ...headers } }, lab.signal);
  };
  const distributionId = resources.distribution?.ids["id"] ?? "";
  const early = await beforeDeployed({ lab, distributionId, edge });
  return {
    ...lab,
    momento: (path, options) => answered(`${momentoRestUrl}${path}`, options, lab.signal),
    cache: cacheName(context),
    encoderKey: context.secrets.encoderKey.reveal(),
    playerKey: context.secrets.playerKey.reveal(),
    channelId: resources.channel?.ids["id"] ?? "",
    inputId: resources.input?.ids["id"] ?? "",
    scheduleRole: resources.schedulerRole?.ids["arn"] ?? "",
    distributionId,
    early,
    edge,
    channelBody: () => onWire(buildUpdateChannel(stack.planContext())) as Json,
  };
}

/** What an edge answers first that has the configuration, and whether that was before CloudFront said Deployed. */
async function beforeDeployed({
  lab,
  distributionId,
  edge,
}: Pick<StackLab, "distributionId" | "edge"> & { readonly lab: Lab }): Promise<string | undefined> {
  for (let looks = 0; ; looks += 1) {
    const status = await distributionStatus(lab, distributionId);
    if (status === "Deployed") return looks === 0 ? undefined : "nothing of ours until Deployed";
    const answered = await edge("/conformance-early.ts").then(
      (answer) => answer.status,
      () => 403,
    );
    if (answered !== 403) return `${answered} while ${status}`;
    await lab.pause(2_000);
  }
}

/** Waits until CloudFront has rolled the distribution out: at most half an hour. */
export async function untilDeployed(lab: StackLab): Promise<void> {
  const until = lab.now() + 30 * 60_000;
  while ((await distributionStatus(lab, lab.distributionId)) !== "Deployed" && lab.now() < until)
    await lab.pause(5_000);
}

async function distributionStatus(lab: Lab, id: string): Promise<string> {
  const path = `/2020-05-31/distribution/${id}`;
  const { body } = await lab.aws({ service: "cloudfront", path });
  return /<Status>([^<]*)/.exec(body)?.[1] ?? "unknown";
}

async function answered(
  url: string,
  options: HttpOptions | undefined,
  signal: AbortSignal,
): Promise<ViewerAnswer> {
  const { headers = {}, ...rest } = options ?? {};
  const answer = await get(url, headers, { ...rest, signal });
  if (answer === undefined) throw new Error(`nothing answers at ${new URL(url).host}`);
  return answer;
}

/** A request of an SDK in the names of the wire, its secrets revealed. */
function onWire(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(onWire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "ChannelId")
      .map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), onWire(inner)]),
  );
}
