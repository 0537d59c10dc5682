import { SPEC_PARTS } from "../config/spec.ts";
import { join } from "node:path";
import type { Invocation } from "../cli/command.ts";
import type { ConformanceFlags } from "../cli/command-flags.ts";
import { MAKING_FLAGS, type MakingFlags } from "../cli/flags.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { parseFlags } from "../cli/parse-flags.ts";
import type { PriceReport } from "../config/price.ts";
import { priceStack } from "../core/price/price-stack.ts";
import type { ProvisionRequest } from "../core/provision/open-and-plan.ts";
import { writeDurably } from "../core/state/durable-file.ts";
import { WORK_FOLDER } from "../core/state/work-folder.ts";
import { RESOURCE_KINDS } from "../core/state/state.ts";
import { failureOf } from "../config/resolve/resolution-failure.ts";
import { resolveSpec } from "../config/resolve/resolve.ts";
import { readSandboxFile, type SandboxFile } from "../rehearsal/sandbox-file.ts";
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import { type AwsSetup, readAwsSetup } from "./aws-profile.ts";
import { gatherConfig } from "./gather-config.ts";
import { provisionRequest } from "./provision-request.ts";
import { readPrices } from "./price-file.ts";
import { findRegion, regionOf } from "./find-region.ts";

/** The name of the stack that probes are asked with. */
export const PROBE_STACK = "conformance";

/** The Spec of that stack, for `--config`. */
export const PROBE_SPEC = join(WORK_FOLDER, "conformance.json");

/** One small rung, and segments of the length that documents disagree about. */
const CHANNEL = {
  segmentSeconds: 2.5,
  gopSeconds: 2.5,
  ladder: [{ name: "240p30", width: 320, height: 240, fps: 30, videoKbps: 300, audioKbps: 64 }],
  hls: {
    windowSegments: 3,
    keepSegments: 4,
    filecacheSeconds: 30,
    connectionRetryIntervalSeconds: 1,
  },
};

/** Where the probes ask. */
export type ProbePlace = {
  readonly region: string;
  readonly aws: AwsSetup;
  readonly rehearsal: SandboxFile | undefined;
};

/** Where to ask, without a key of Momento. Throws NO_SANDBOX, INPUT_NEEDED. */
export async function gatherProbePlace(
  invocation: Invocation<ConformanceFlags>,
): Promise<ProbePlace> {
  const { context, flags, mode } = invocation;
  const aws = await readAwsSetup(context, flags);
  const rehearsal = mode.isRehearsal ? await readSandboxFile(context) : undefined;
  if (mode.isRehearsal && rehearsal === undefined) throw noSandbox();
  const region = regionOf(invocation, { file: undefined, rehearsal, aws });
  return { region, aws, rehearsal };
}

/** The run as one on the probes' own stack: of the folder's settings and of the environment's none counts. */
export function asProbeRun(invocation: Invocation<ConformanceFlags>): Invocation<MakingFlags> {
  const { context, flags } = invocation;
  const env = Object.fromEntries(
    Object.entries(context.env).filter(([name]) => !name.startsWith("LIVE_ORIGIN_")),
  );
  return {
    ...invocation,
    typed: {},
    context: { ...context, env },
    flags: { ...parseFlags(MAKING_FLAGS, {}), ...flags, config: PROBE_SPEC, yes: true },
  };
}

function specFile(region: string, channel: object): object {
  return {
    name: PROBE_STACK,
    region,
    origin: { ttlSeconds: 600 },
    channel: { ...CHANNEL, ...channel },
  };
}

/** What `runs` of ten minutes cost, by `--prices` and the program's own table: nobody is asked. Throws PRICES_INVALID. */
export async function probePrice(
  invocation: Invocation<ConformanceFlags>,
  host: Parameters<typeof priceStack>[0],
  runs: number,
): Promise<PriceReport> {
  const { context, flags, mode } = invocation;
  const aws = await readAwsSetup(context, flags);
  const said = findRegion(invocation, { file: undefined, rehearsal: undefined, aws });
  const input = { type: "mp4-file", url: flags.play ?? "https://example.com/a.mp4" };
  const file = specFile(said ?? "us-east-1", { input });
  const found = resolveSpec({ flags: {}, env: {}, file, parts: SPEC_PARTS });
  if (!found.ok) throw failureOf(found);
  return priceStack(
    host,
    { spec: found.spec, clients: undefined, prices: await readPrices(invocation) },
    { isRehearsal: mode.isRehearsal, eventSeconds: runs * 600 },
  );
}

/** Writes the Spec of the probes' stack and says what is to be made of it. Throws what gathering a Spec throws, and INPUT_NEEDED. */
export async function probeRequest(
  invocation: Invocation<ConformanceFlags>,
  place: ProbePlace,
  encoderAuth: "url-token" | "parameter-store",
): Promise<ProvisionRequest> {
  const url = invocation.flags.play;
  if (url === undefined && place.rehearsal === undefined)
    throw inputNeeded([
      {
        flag: "--play URL",
        what: "an MP4 that MediaLive can read: what the probes' channel plays",
      },
    ]);
  const input = url === undefined ? {} : { input: { type: "mp4-file", url } };
  const spec = specFile(place.region, { ...input, encoderAuth });
  await writeDurably(join(invocation.context.cwd, PROBE_SPEC), JSON.stringify(spec, null, 2));
  const run = asProbeRun(invocation);
  const gathered = await gatherConfig(run, {
    parts: SPEC_PARTS,
    startsSandbox: false,
  });
  return { ...(await provisionRequest(run, gathered, RESOURCE_KINDS)), endsBySchedule: true };
}
