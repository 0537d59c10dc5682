import type { Latency, SandboxOptions } from "../sandbox/index.ts";
import { EXIT, LiveOriginError } from "../spec/failure.ts";
import type { Flags } from "./catalog.ts";

const LATENCIES: readonly Latency[] = ["instant", "brief", "realistic"];
const ACCOUNTS = ["provisioned", "on-demand"] as const;
const LARGEST_PORT = 65_535;

/** Reads the sandbox's flags. Throws USAGE for a value that is none of the allowed ones. */
export async function sandboxOptions(flags: Flags): Promise<SandboxOptions> {
  const { parseFault } = await import("../sandbox/index.ts");
  const faults = Array.isArray(flags["fault"]) ? flags["fault"].map(String) : [];
  return {
    latency: choice(flags, "latency", "--latency", LATENCIES),
    accountLimits: choice(flags, "account", "--account", ACCOUNTS),
    rtmpPort: port(flags["rtmpPort"]),
    tls: flags["tls"] === true,
    faults: faults.map((text) => {
      try {
        return parseFault(text);
      } catch (error) {
        throw usage(error instanceof Error ? error.message : `--fault ${text} is not a fault.`);
      }
    }),
  };
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
    throw usage(`${flag} ${String(value)} is not one of ${words.join(", ")}.`);
  return found;
}

function port(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > LARGEST_PORT)
    throw usage(`--rtmp-port ${String(value)} is not a port from 0 to ${LARGEST_PORT}.`);
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
