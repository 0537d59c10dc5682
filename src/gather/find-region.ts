import type { NeededInput } from "../config/needed-input.ts";
import { getAt } from "../config/resolve/tree.ts";
import type { Invocation } from "../cli/command.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import type { SandboxFile } from "../rehearsal/sandbox-file.ts";
import type { AwsSetup } from "./aws-profile.ts";

/** The region, as what is missing. */
const REGION: NeededInput = {
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
    getAt(file, "region"),
    getAt(rehearsal?.defaults, "region"),
    aws.region,
  ];
  return candidates.find((each): each is string => typeof each === "string" && each !== "");
}
