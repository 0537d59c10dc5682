import type { Invocation, Run } from "../cli/command.ts";
import type { CdnFlags } from "../cli/command-flags.ts";
import type { MakingFlags, ProvisionFlags } from "../cli/flags.ts";
import { printConfigWarnings } from "../cli/config-warnings.ts";
import { type CommandHost, createHost } from "../cli/host.ts";
import { nextCommand } from "../cli/next-command.ts";
import { showDryRun } from "../cli/show-dry-run.ts";
import { showResult } from "../cli/show-result.ts";
import { EXIT, type ExitCode } from "../config/failure.ts";
import { equivalentCommand } from "../config/resolve/equivalent-command.ts";
import type { SpecPart } from "../config/spec.ts";
import { edgeBehind } from "../core/provision/edge-behind.ts";
import { provisionStack } from "../core/provision/provision-stack.ts";
import { buildResult, observeStack } from "../core/provision/stack-result.ts";
import { waitDeployedEverywhere } from "../core/provision/wait-deployed.ts";
import { whileWorking } from "../core/stack/interruption.ts";
import { KINDS_OF } from "../core/stack/stack-resources.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";
import type { Stack } from "../core/stack/stack.ts";
import { gatherConfig, type GatheredConfig } from "../gather/gather-config.ts";
import { provisionRequest } from "../gather/provision-request.ts";
import type { Observed } from "../core/engine/resource.ts";
import { placesBehind } from "../core/keys/list-keys.ts";
import { nextVerb } from "../gather/repair-command.ts";
import { requireFfmpeg } from "../rehearsal/require-ffmpeg.ts";
import { renderLadder } from "../terminal/ladder-table.ts";

/** Makes the Momento cache and its keys. */
export const runCreateOrigin: Run<ProvisionFlags> = (invocation) =>
  createPart(invocation, { part: "origin", parts: ["origin"] });

type Part = {
  readonly part: SpecPart;
  readonly parts: readonly SpecPart[];
};

/** What the three commands that make one part do. Throws what gathering and provisioning throw. */
export async function createPart(
  invocation: Invocation<MakingFlags & Partial<CdnFlags & ProvisionFlags>>,
  { part, parts }: Part,
): Promise<ExitCode> {
  const { flags, output } = invocation;
  const gathered = await gatherConfig(invocation, { parts, startsSandbox: false, own: part });
  printConfigWarnings(invocation, gathered);
  const { spec, rehearsal } = gathered;
  const isDryRun = flags.dryRun === true;
  if (rehearsal !== undefined && part === "channel" && !isDryRun) await requireFfmpeg(spec);
  const request = await provisionRequest(invocation, gathered, KINDS_OF[part]);
  await using host = await createHost(invocation);
  noteHeldBack(host, gathered);
  if (part === "channel")
    output.line(
      renderLadder(spec, {
        style: output.errStyle,
        columns: output.errColumns,
        isRehearsal: rehearsal !== undefined,
      }),
    );
  if (isDryRun) return showDryRun(invocation, host, request);
  await using stack = await provisionStack(host, request);
  const hasWaited =
    part === "cdn" &&
    flags.wait !== false &&
    (await whileWorking(host, { stack }, () => waitDeployedEverywhere(host, stack)));
  const seen = hasWaited ? undefined : stack.observed;
  const observed = await observeStack(stack, host.signal, seen);
  const behind = noteBehind(host, { stack, part, observed });
  const result = await buildResult(stack, host.signal, {
    observed,
    isRehearsal: rehearsal !== undefined,
    show: null,
    notes: host.warnings(),
    price: stack.price,
    next: (runs) => nextCommand(behind ?? verbAfter({ stack, part, runs }), spec.name, invocation),
  });
  await showResult(invocation, result);
  return EXIT.ok;
}

/** Says which other parts do not follow what was made. Returns the command after which they do; undefined where all do. */
function noteBehind(
  host: CommandHost,
  {
    stack,
    part,
    observed,
  }: Pick<Part, "part"> & {
    readonly stack: Stack;
    readonly observed: Observed;
  },
): string | undefined {
  const { name } = stack.spec;
  const tell = (verb: string, what: string): string => {
    const message = `${what}. That comes with ${host.commandFor(verb, name)}`;
    host.emit({ type: "note", level: "warning", code: "PART_BEHIND", message });
    return verb;
  };
  const places = part === "origin" ? placesBehind(stack.planContext(), stack.secrets) : [];
  if (places.length > 0)
    return tell("init", `Other keys than these are still in ${places.join(" and in ")}`);
  const edge = part === "channel" ? edgeBehind(stack, observed) : [];
  const names = edge.map(({ resource }) => RESOURCE_NAMES[resource]).join(", ");
  return edge.length === 0
    ? undefined
    : tell("create-cdn", `The edge does not follow this channel yet (${names})`);
}

/** What comes next after the origin alone does not hang on what runs. */
function verbAfter({
  stack,
  part,
  runs,
}: Pick<Part, "part"> & { readonly stack: Stack; readonly runs: boolean }): string {
  const { resources } = stack.planContext();
  const isWhole = resources.channel !== undefined && resources.distribution !== undefined;
  if (part === "origin") return isWhole ? "status" : nextVerb(resources, false);
  return nextVerb(resources, isWhole && runs);
}

/** Says what was asked of parts that this command leaves as they are, and what to type for it. */
function noteHeldBack(host: CommandHost, { heldBack, spec }: GatheredConfig): void {
  if (heldBack.length === 0) return;
  const parts = new Set(heldBack.map(({ part }) => part));
  const [part = "origin"] = parts;
  const typed = heldBack.filter(({ source }) => source === "flag");
  const verb = equivalentCommand(spec, {
    command: parts.size === 1 ? `create-${part}` : "init",
    only: new Map(typed.map(({ path, value }) => [path, value] as const)),
  });
  const asked = new Set(heldBack.map(({ path }) => path.replace(/^(channel\.input)\..*/, "$1")));
  host.emit({
    type: "note",
    level: "warning",
    code: "NOT_APPLIED",
    message: `Not applied, and left as the stack was made: ${[...asked].join(", ")}. What was asked is applied by ${host.commandFor(verb.join(" "), spec.name)}`,
  });
}
