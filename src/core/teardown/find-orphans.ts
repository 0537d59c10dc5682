import type { Leftover } from "../../services/leftovers.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { readAwsSetup } from "../../gather/aws-profile.ts";
import type { Invocation } from "../../cli/command.ts";
import { isInteractive } from "../../cli/interactive.ts";
import { defaultSettings } from "../../gather/applied-config.ts";
import { momentoKeyNeeded } from "../stack/open-existing-stack.ts";
import { noSandbox } from "../../rehearsal/start-sandbox.ts";
import { findMomentoKey } from "../../gather/find-momento-key.ts";
import { openTarget } from "../stack/connect-target.ts";
import { regionLeftovers } from "./list-tagged-resources.ts";
import { readSandboxFile } from "../../rehearsal/sandbox-file.ts";
import { refuseForeignHosts } from "../../gather/refuse-foreign-hosts.ts";
import { readSpecFile } from "../../gather/config-file.ts";
import { readState, type StackFiles, stackFiles } from "../state/stack-files.ts";
import { flagWords } from "../../config/shell-text.ts";
import { ourCommand } from "../../cli/next-command.ts";
import { refuseOtherStage } from "../stack/refuse-other-mode.ts";
import { nameOf, regionOf } from "../../gather/stack-name.ts";
import { resourceLines, type StrayStack, strayStacks } from "../rebuild/adopt-stack.ts";

/** What the clouds hold of any stack in the region, and where that is. */
export type RegionLook = { readonly region: string; readonly leftovers: readonly Leftover[] };

/** Looks for everything that carries our tags in the region, state or no state. Reads only. Throws NO_SANDBOX, INPUT_NEEDED. */
export async function lookAtRegion(invocation: Invocation): Promise<RegionLook> {
  const { context, flags } = invocation;
  const isRehearsal = flags["sandbox"] === true;
  const file = await readSpecFile(context, flags);
  await refuseForeignHosts(invocation, { file });
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  if (isRehearsal && rehearsal === undefined) throw noSandbox();
  const aws = await readAwsSetup(context, flags);
  const region = regionOf(invocation, { file, rehearsal, aws });
  const momentoKey = isRehearsal ? undefined : await findMomentoKey(context, flags);
  if (!isRehearsal && momentoKey === undefined) throw momentoKeyNeeded();
  const opened = await openTarget(invocation, {
    spec: defaultSettings(nameOf(invocation, file), region),
    profile: aws.profile,
    momentoKey,
    rehearsal,
  });
  try {
    const leftovers = await regionLeftovers(invocation, opened.clouds, region);
    return { region, leftovers };
  } finally {
    await opened.clouds.close();
  }
}

/**
 * How a teardown goes on: with the state that is here, or, when there is none, with `--rebuild-state` if the person at the
 * terminal wants what carries the name. `nothing` when the clouds hold nothing of that name either.
 * Throws STATE_MISSING where nobody can be asked: two people may use one name in one account.
 */
export async function withStrayStack(invocation: Invocation): Promise<
  | { readonly goOn: Invocation }
  | {
      readonly nothing: {
        readonly name: string;
        readonly region: string;
        readonly files: StackFiles;
      };
    }
> {
  const { context, flags, output } = invocation;
  if (flags["rebuildState"] !== undefined) return { goOn: invocation };
  const name = nameOf(invocation, await readSpecFile(context, flags));
  const files = stackFiles(context.cwd, name, flags["sandbox"] === true);
  if ((await readState(files)) !== undefined) return { goOn: invocation };
  await refuseOtherStage(invocation, name);
  const { region, leftovers } = await lookAtRegion(invocation);
  const stacks = strayStacks(leftovers, name);
  if (stacks.length === 0) return { nothing: { name, region, files } };
  if (!isInteractive(invocation)) throw stateMissing(name, region, { stacks, flags });
  output.line(`This folder has no state of ${name}, but ${region} has something of that name.`);
  return { goOn: { ...invocation, flags: { ...flags, rebuildState: true } } };
}

/** How a stack that was found by its tags is taken over and removed. Pure. */
export function takeOverCommand(
  { name, stackId }: { readonly name: string; readonly stackId: string },
  flags: Invocation["flags"],
): string {
  const words = [
    ["--name", name],
    ["--rebuild-state", stackId],
    ["--confirm", name],
  ] as const;
  return ourCommand(
    ["teardown", ...words.flatMap(([flag, value]) => flagWords(flag, value))],
    flags,
  );
}

function stateMissing(
  name: string,
  region: string,
  {
    stacks,
    flags,
  }: { readonly stacks: readonly StrayStack[]; readonly flags: Invocation["flags"] },
): LiveOriginError {
  const lines = stacks.flatMap(({ stackId, resources }) => [
    `  stack ${stackId}:`,
    ...resourceLines(resources).map((line) => `  ${line}`),
  ]);
  return new LiveOriginError({
    code: "STATE_MISSING",
    message: `This folder has no state of ${name}, but ${region} has something of that name, made from another folder or by somebody else:\n${lines.join("\n")}`,
    hint: `If it is yours, take it over and remove it: ${takeOverCommand({ name, stackId: stacks[0]?.stackId ?? "" }, flags)}`,
    resource: name,
  });
}
