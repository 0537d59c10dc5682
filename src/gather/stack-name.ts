import { EXIT, LiveOriginError } from "../config/failure.ts";
import { DEFAULT_NAME } from "../config/names.ts";
import { schemaAt } from "../config/schema/schema.ts";
import type { AwsSetup } from "./aws-profile.ts";
import type { Invocation } from "../cli/command.ts";
import type { NeededInput } from "../config/needed-input.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import type { SandboxFile } from "../rehearsal/sandbox-file.ts";

/** The region, as what is missing. */
export const REGION: NeededInput = {
  flag: "--region",
  variable: "LIVE_ORIGIN_REGION",
  what: "the AWS region of the stack",
};

/** What may say a region. */
type RegionSources = {
  readonly file: unknown;
  readonly rehearsal: SandboxFile | undefined;
  readonly aws: AwsSetup;
};

/** Where to look for a stack without a state: as told, else where the rehearsal or the AWS profile is. Throws INPUT_NEEDED. */
export function regionOf(invocation: Invocation, sources: RegionSources): string {
  const region = findRegion(invocation, sources);
  if (region === undefined) throw inputNeeded([REGION]);
  return region;
}

/** The same; undefined where nothing says it. */
export function findRegion(
  { typed, context }: Invocation,
  { file, rehearsal, aws }: RegionSources,
): string | undefined {
  const candidates = [
    typed["region"],
    context.env["LIVE_ORIGIN_REGION"],
    memberOf(file, "region"),
    memberOf(rehearsal?.defaults, "region"),
    aws.region,
  ];
  const region = candidates.find((each) => typeof each === "string" && each !== "");
  return typeof region === "string" ? region : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** Is the Spec file for the stack `name`, whatever the command line names? Throws INVALID_NAME. */
export function isFileOf(invocation: Invocation, file: unknown, name: string): boolean {
  return file !== undefined && nameOf({ ...invocation, typed: {} }, file) === name;
}

/** The stack's name, the default for one that is not valid: that is refused when the Spec is judged, with all that is wrong. */
export function nameOrDefault(invocation: Invocation, file: unknown): string {
  try {
    return nameOf(invocation, file);
  } catch {
    return DEFAULT_NAME;
  }
}

/** The stack's name: flag, variable, file or the default. Throws INVALID_NAME. */
export function nameOf(
  { typed, context }: Pick<Invocation, "typed" | "context">,
  file: unknown,
): string {
  const inFile = memberOf(file, "name");
  const inEnvironment = context.env["LIVE_ORIGIN_NAME"];
  const named =
    typed["name"] ?? (inEnvironment === "" ? undefined : inEnvironment) ?? inFile ?? DEFAULT_NAME;
  if (typeof named === "string" && schemaAt("name").safeParse(named).success) return named;
  throw new LiveOriginError({
    code: "INVALID_NAME",
    message: `${JSON.stringify(named)} is not a valid stack name.`,
    hint: "Names have 3 to 32 lower-case letters, digits and dashes, and begin with a letter; `sandbox` and the names of Windows' devices (`con`, `nul`, `com1` …) are taken.",
    resource: "--name",
    exitCode: EXIT.usage,
  });
}
