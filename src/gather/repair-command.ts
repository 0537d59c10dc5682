import { equivalentCommand } from "../config/resolve/equivalent-command.ts";
import { settingsBeside } from "../config/resolve/settings-beside.ts";
import { FIELDS } from "../config/fields/fields.ts";
import { type Spec, SPEC_PARTS, type SpecPart } from "../config/spec.ts";
import { flagWords } from "../config/text/shell-text.ts";
import type { Invocation } from "../cli/command.ts";
import { type Drift, wantedSpec } from "../core/inspect/find-drift.ts";
import type { StatusFacts } from "../core/inspect/inspect-stack.ts";
import type { ResourceStates } from "../core/state/state.ts";
import type { ExistingStack } from "../core/stack/open-existing-stack.ts";
import { nextCommand, ourCommand } from "../cli/next-command.ts";
import { readSandboxFile, suggestedSettings } from "../rehearsal/sandbox-file.ts";
import { readSpecFile } from "./config-file.ts";

/** What to type after a look: the repair of what drifted, the part that is not there yet, or the show. */
export async function nextAfterStatus(
  invocation: Invocation,
  existing: ExistingStack,
  { drift, resources, runs, unended }: StatusFacts,
): Promise<string> {
  if (existing.isFound)
    return nextCommand(
      runs ? "stop" : `teardown --rebuild-state ${existing.stack.planContext().stackId}`,
      existing.stack.spec.name,
      invocation,
    );
  if (drift.length > 0 && drift.every(({ resource }) => resource === "schedule"))
    return nextCommand("start --for 2h", existing.stack.spec.name, invocation);
  if (drift.length > 0)
    return repairCommand(invocation, existing, { drift, wish: wantedSpec(existing) });
  return nextCommand(
    unended.length > 0 ? "stop" : nextVerb(resources, runs),
    existing.stack.spec.name,
    invocation,
  );
}

/** What is missing of a stack, else what is done with it. */
export function nextVerb({ channel, distribution }: ResourceStates, runs: boolean): string {
  if (channel === undefined) return "create-channel";
  if (distribution === undefined) return "create-cdn";
  return runs ? "verify" : "start";
}

/** What is to be repaired. */
type Repair = {
  readonly drift: readonly Drift[];
  /** What the stack is to be: what was applied, and what its file says by now. Undefined when nobody can say. */
  readonly wish: Spec | undefined;
};

/**
 * The `init` that makes the stack what it is to be, as it must be typed in this folder: what the file there, the environment
 * and the sandbox do not say, or say otherwise, is among the flags. A bare `init` could mean another stack, or put defaults in
 * the place of what was applied. Reads files only.
 */
async function repairCommand(
  invocation: Invocation,
  {
    stack,
    settings,
    isRehearsal,
    standing,
  }: Pick<ExistingStack, "stack" | "settings" | "isRehearsal" | "standing">,
  { drift, wish }: Repair,
): Promise<string> {
  const { name } = stack.spec;
  if (drift.some(({ between }) => between === "copy"))
    return nextCommand("init --rebuild-state", name, invocation);
  if (settings.from === "nowhere") return nextCommand("init --dry-run", name, invocation);
  if (wish === undefined || drift.some(({ action }) => action === "repair"))
    return nextCommand("init", name, invocation);
  const only = await saidOtherwise(invocation, wish, { isRehearsal, standing });
  return ourCommand(equivalentCommand(wish, { only }), invocation);
}

/** The settings of `spec` that what stands in this folder, the environment and the sandbox say otherwise, or not at all. */
async function saidOtherwise(
  { context, flags }: Invocation,
  spec: Spec,
  { isRehearsal, standing }: Pick<ExistingStack, "isRehearsal" | "standing">,
): Promise<ReadonlyMap<string, unknown>> {
  const sandbox = isRehearsal ? await readSandboxFile(context) : undefined;
  return settingsBeside(spec, {
    flags: {},
    env: context.env,
    file: await readSpecFile(context, flags),
    remembered: standing,
    defaults: sandbox === undefined ? undefined : suggestedSettings(sandbox),
    parts: SPEC_PARTS,
  });
}

const MAKES: Readonly<Record<string, readonly SpecPart[]>> = {
  init: SPEC_PARTS,
  "create-origin": ["origin"],
  "create-channel": ["origin", "channel"],
  "create-cdn": ["origin", "cdn"],
};

/**
 * Says commands for a stack that leave its settings alone: what makes a part of it anew says those that a file or a variable
 * here would change along with what is to be repaired. Reads files only.
 */
export async function keepingSettings(
  invocation: Invocation,
  existing: ExistingStack,
): Promise<(verb: string, stackName: string) => string> {
  const { stack, settings } = existing;
  if (existing.isFound)
    return (verb, name) => {
      const plain = nextCommand(verb, name, invocation);
      if (!/^(?:start|rotate-keys|create-)/.test(verb)) return plain;
      const takeOver = `init --rebuild-state ${stack.planContext().stackId}`;
      return `${plain} (in the folder that it was made from, or here after ${nextCommand(takeOver, name, invocation)})`;
    };
  const kept =
    settings.from === "applied" ? await saidOtherwise(invocation, stack.spec, existing) : undefined;
  return (verb, name) => {
    const plain = nextCommand(verb, name, invocation);
    const parts = MAKES[verb.split(" ")[0] ?? ""] ?? [];
    const only = [...(kept ?? [])].filter(([path]) => {
      const field = FIELDS.find((each) => each.path === path);
      const isSaid = field?.flag !== undefined && verb.split(" ").includes(field.flag);
      return path.includes(".") && !isSaid && parts.some((part) => path.startsWith(part));
    });
    if (only.length === 0) return plain;
    const [, ...flags] = equivalentCommand(stack.spec, { only: new Map(only) });
    return ourCommand([...verb.split(" "), ...flagWords("--name", name), ...flags], invocation);
  };
}
