import { resolve } from "node:path";
import { readIfThere } from "../core/state/read-text.ts";
import type { Fault, Latency, SandboxOptions } from "../sandbox/index.ts";
import { parseJson } from "../config/text/parse-json.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Spec } from "../config/spec.ts";
import type { Flags, Invocation } from "../cli/command.ts";

const LATENCIES: readonly Latency[] = ["instant", "brief", "realistic"];
const ACCOUNTS = ["provisioned", "on-demand"] as const;
const LARGEST_PORT = 65_535;

/** What a rehearsal of an RTMP push has to claim before anything is made. */
const RTMP_PORT = 1935;

/**
 * Reads the sandbox's flags and its file of faults, for a Spec if there is one: with an RTMP push its port is taken at
 * once. Throws USAGE for a value that is none of the allowed ones, and for a file that is missing or no list of faults.
 */
export async function sandboxOptions(
  { flags, context }: Pick<Invocation, "flags" | "context">,
  spec?: Spec,
): Promise<SandboxOptions> {
  const pushesRtmp = spec?.channel.input?.type === "rtmp-push";
  return {
    latency: choice(flags, "latency", "--latency", LATENCIES),
    accountLimits: choice(flags, "account", "--account", ACCOUNTS),
    rtmpPort: port(flags["rtmpPort"]) ?? (pushesRtmp ? RTMP_PORT : undefined),
    tls: flags["tls"] === true,
    policy: await policyDocument(flags, context.cwd),
    faults: [...(await filedFaults(flags, context.cwd)), ...(await namedFaults(flags))],
  };
}

async function policyDocument(flags: Flags, cwd: string): Promise<unknown> {
  const { policy: file } = flags;
  if (typeof file !== "string") return undefined;
  const text = await readIfThere(resolve(cwd, file), { namedBy: "--policy" });
  if (text === undefined) throw usage(`--policy ${file} does not exist.`);
  try {
    return parseJson(text);
  } catch {
    throw usage(`--policy ${file} is not JSON.`);
  }
}

async function namedFaults(flags: Flags): Promise<readonly Fault[]> {
  const { parseFault } = await import("../sandbox/index.ts");
  const faults = Array.isArray(flags["fault"]) ? flags["fault"].map(String) : [];
  return faults.map((text) => {
    try {
      return parseFault(text);
    } catch (error) {
      throw usage(error instanceof Error ? error.message : `--fault ${text} is not a fault.`);
    }
  });
}

async function filedFaults(flags: Flags, cwd: string): Promise<readonly Fault[]> {
  const { faults: file } = flags;
  if (typeof file !== "string") return [];
  const text = await readIfThere(resolve(cwd, file), { namedBy: "--faults" });
  if (text === undefined) throw usage(`--faults ${file} does not exist.`);
  const { parseFaults } = await import("../sandbox/index.ts");
  try {
    return parseFaults(text);
  } catch (error) {
    throw usage(`--faults ${file}: ${error instanceof Error ? error.message : "not a list"}`);
  }
}

function choice<Word extends string>(
  flags: Flags,
  key: string,
  flag: string,
  words: readonly Word[],
): Word | undefined {
  const value = flags[key];
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found === undefined)
    throw usage(`${flag} ${JSON.stringify(value)} is not one of ${words.join(", ")}.`);
  return found;
}

function port(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > LARGEST_PORT)
    throw usage(`--rtmp-port ${JSON.stringify(value)} is not a port from 0 to ${LARGEST_PORT}.`);
  return number;
}

function usage(message: string): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message,
    hint: "See live-origin sandbox --help.",
    exitCode: EXIT.usage,
  });
}
