import { EXIT, LiveOriginError } from "../config/failure.ts";
import { flagKey, type CommandFlag, type FlagsOf, type FlagTable, longFlag } from "./flag-table.ts";
import { parseDurationMs } from "../config/text/duration.ts";

const LARGEST_PORT = 65_535;

/** The words of a command line by their keys: texts, booleans and lists. */
export type RawFlags = Readonly<Record<string, unknown>>;

/**
 * Reads what was typed for the flags of a table: durations as milliseconds, ports as numbers, words as one of the allowed.
 * Throws USAGE for a value that does not fit its flag.
 */
export function parseFlags<const Table extends FlagTable>(
  table: Table,
  raw: RawFlags,
): FlagsOf<Table> {
  const values = table.map((flag) => [flagKey(flag), parsed(flag, raw[flagKey(flag)])] as const);
  // Key and value come from the same row as in the type, which the compiler cannot follow through a map.
  return Object.fromEntries(values) as FlagsOf<Table>;
}

function parsed(flag: CommandFlag, value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (flag.choices !== undefined) return oneOf(flag.choices, value, longFlag(flag));
  if (flag.flags.endsWith("<duration>")) return parseDurationMs(value, longFlag(flag));
  if (flag.flags.endsWith("<port>")) return parsePort(value, longFlag(flag));
  return value;
}

function oneOf(words: readonly string[], value: string, flag: string): string {
  if (words.includes(value)) return value;
  throw usage(flag, `${JSON.stringify(value)} is not one of ${words.join(", ")}.`);
}

function parsePort(value: string, flag: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= LARGEST_PORT) return port;
  throw usage(
    flag,
    `${JSON.stringify(value)} is not a port from 0 to ${LARGEST_PORT}.`,
    "0 takes a free one.",
  );
}

function usage(flag: string, fault: string, hint?: string): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message: `${flag} ${fault}`,
    hint,
    resource: flag,
    exitCode: EXIT.usage,
  });
}
