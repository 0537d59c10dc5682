import { ownCommand } from "../config/text/own-command.ts";
import { resolve } from "node:path";
import { readIfThere } from "../core/state/read-text.ts";
import type { Fault, Readings, SandboxOptions } from "../sandbox/index.ts";
import { parseJson } from "../config/text/parse-json.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Spec } from "../config/spec.ts";
import type { Invocation } from "../cli/command.ts";
import type { SandboxFlags } from "../cli/flags.ts";

/** What a rehearsal of an RTMP push has to claim before anything is made. */
const RTMP_PORT = 1935;

/**
 * Reads the files that the sandbox's flags name, for a Spec if there is one: with an RTMP push its port is taken at once.
 * Throws USAGE for a file that is missing, no policy document or no list of faults, and for what is no fault.
 */
export async function sandboxOptions(
  { flags, context }: Pick<Invocation<SandboxFlags>, "flags" | "context">,
  spec?: Spec,
): Promise<SandboxOptions> {
  const pushesRtmp = spec?.channel.input?.type === "rtmp-push";
  return {
    latency: flags.latency,
    accountLimits: flags.account,
    memoryMiB: memoryMiB(flags),
    quotas: await accountQuotas(flags),
    rtmpPort: flags.rtmpPort ?? (pushesRtmp ? RTMP_PORT : undefined),
    tls: flags.tls === true,
    policy: await policyDocument(flags, context.cwd),
    seed: flags.seed,
    readings: await namedReadings(flags),
    faults: [...(await filedFaults(flags, context.cwd)), ...(await namedFaults(flags))],
  };
}

/** What `--memory` says, MiB; undefined without it. Throws USAGE for what is no whole number of MiB, or too many. */
function memoryMiB({ memory }: Pick<SandboxFlags, "memory">): number | undefined {
  if (memory === undefined) return undefined;
  if (!/^[1-9]\d{0,6}$/.test(memory))
    throw usage(
      `--memory ${JSON.stringify(memory)} is not a whole number of MiB from 1 to 9,999,999.`,
    );
  return Number(memory);
}

async function accountQuotas({ quota = [] }: SandboxFlags): Promise<SandboxOptions["quotas"]> {
  const { parseQuota } = await import("../sandbox/index.ts");
  try {
    return Object.assign({}, ...quota.map(parseQuota));
  } catch (error) {
    throw usage(error instanceof Error ? error.message : "--quota is not NAME=COUNT.");
  }
}

async function policyDocument(flags: SandboxFlags, cwd: string): Promise<unknown> {
  const { policy: file } = flags;
  if (file === undefined) return undefined;
  const text = await readIfThere(resolve(cwd, file), { namedBy: "--policy" });
  if (text === undefined) throw usage(`--policy ${file} does not exist.`);
  try {
    return parseJson(text);
  } catch {
    throw usage(`--policy ${file} is not JSON.`);
  }
}

async function namedFaults({ fault = [] }: SandboxFlags): Promise<readonly Fault[]> {
  const { parseFault } = await import("../sandbox/index.ts");
  return fault.map((text) => read(parseFault, text));
}

async function namedReadings({ reading = [] }: SandboxFlags): Promise<Readings> {
  const { parseReading } = await import("../sandbox/index.ts");
  return Object.assign({}, ...reading.map((text) => read(parseReading, text))) as Readings;
}

function read<T>(parse: (text: string) => T, text: string): T {
  try {
    return parse(text);
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

async function filedFaults(flags: SandboxFlags, cwd: string): Promise<readonly Fault[]> {
  const { faults: file } = flags;
  if (file === undefined) return [];
  const text = await readIfThere(resolve(cwd, file), { namedBy: "--faults" });
  if (text === undefined) throw usage(`--faults ${file} does not exist.`);
  const { parseFaults } = await import("../sandbox/index.ts");
  try {
    return await parseFaults(text);
  } catch (error) {
    throw usage(`--faults ${file}: ${error instanceof Error ? error.message : "not a list"}`);
  }
}

function usage(message: string): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message,
    hint: `See ${ownCommand("sandbox --help")}.`,
    exitCode: EXIT.usage,
  });
}
