import type { Invocation, Run } from "../cli/command.ts";
import type { TeardownFlags } from "../cli/command-flags.ts";
import { TEARDOWN_CONSENT } from "../cli/consents.ts";
import { type CommandHost, createHost } from "../cli/host.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { isInteractive } from "../cli/interactive.ts";
import { printableLine } from "../config/text/printable.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import type { Plan } from "../core/engine/plan.ts";
import { planDocument } from "../core/provision/plan-document.ts";
import { requireYes } from "../core/require-yes.ts";
import { orphanedStacks } from "../core/rebuild/orphaned-stack.ts";
import { priceStack } from "../core/price/price-stack.ts";
import { tidyUp } from "../core/stack/lock-stack.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { refuseForeignWrites } from "../core/stack/refuse-foreign-writes.ts";
import type { Stack } from "../core/stack/stack.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";
import { othersHere } from "../core/state/no-stack.ts";
import { readState, type StackFiles, stackFiles, stacksHere } from "../core/state/stack-files.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { listOrphans } from "../core/teardown/list-orphans.ts";
import {
  makeTeardownPlan,
  teardownStack,
  whyCacheInDoubt,
} from "../core/teardown/teardown-stack.ts";
import { readSpecFile } from "../gather/config-file.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { removal, stateMissing } from "../cli/state-missing.ts";
import { deletesAtMomento } from "../gather/deletes-at-momento.ts";
import { readPrices } from "../gather/price-file.ts";
import { refuseOtherMode } from "../gather/refuse-other-mode.ts";
import { inspectRegion } from "../gather/inspect-region.ts";
import { nameOf } from "../gather/stack-name.ts";
import { momentoKeyNeeded } from "../services/momento/key-needed.ts";
import { isLive } from "../services/medialive/channel-waits.ts";
import { renderOrphans } from "../terminal/orphans-view.ts";
import { endedLines } from "../terminal/price-words.ts";
import { removalLines } from "../terminal/removal-lines.ts";

/** Removes everything that the stack made, after its name was typed; with `--orphans` lists what any stack left behind. */
export const runTeardown: Run<TeardownFlags> = async (started) => {
  const { output, flags } = started;
  if (flags.orphans === true) return showOrphans(started);
  requireConfirmation(started);
  const way = await withOrphanedStack(started);
  if ("absent" in way) {
    const { name, region, files } = way.absent;
    const others = othersHere(await stacksHere(started.context.cwd, started.mode.isRehearsal));
    const said = flags.confirm ?? name;
    if (said !== name)
      throw new LiveOriginError({
        code: "WRONG_NAME",
        message: `--confirm ${printableLine(said)} is not the name of this stack, which is ${name}. Nothing was done.`,
        hint: `${others}Name it twice: --name and --confirm.`,
        resource: "--confirm",
        exitCode: EXIT.usage,
      });
    if (flags.dryRun !== true) {
      await using host = await createHost(started);
      await tidyUp(host, files);
    }
    output.result(
      { name, removed: [], kept: [] },
      `There is no stack ${name} in this folder, and nothing in ${region} carries its name. Nothing to remove. ${others}`.trimEnd(),
    );
    return EXIT.ok;
  }
  const invocation = way.proceed;
  const isDryRun = flags.dryRun === true;
  const prices = await readPrices(invocation);
  const momento = isDryRun || !(await deletesAtMomento(invocation)) ? "own" : "account";
  const request = await gatherExistingStack(invocation, { readOnly: isDryRun, momento });
  await using host = await createHost(invocation);
  await using existing = await openExistingStack(host, request);
  const { stack, isRehearsal } = existing;
  const { name } = stack.spec;
  const { spec, clients } = stack;
  const pricing =
    stack.planContext().resources.channel === undefined
      ? undefined
      : priceStack(host, { spec, clients, prices }, { isRehearsal });
  const cache = stack.planContext().resources.cache?.ids["name"] ?? name;
  const why = whyCacheInDoubt(stack.planContext());
  const isNamed =
    flags.deleteCache !== undefined && stack.planContext().resources.cache !== undefined;
  const deletesCache =
    (why === undefined && !isNamed) ||
    (await host.decide({ about: "cache-in-doubt", cache, why: why ?? "" }));
  const { plan, observed } = await makeTeardownPlan(host, { stack, deletesCache });
  // The other copy may have moved to a cache that is not known here, and would be left behind.
  refuseForeignWrites(host, stack, { observed, verb: "teardown" });
  const lines = removalLines(plan, observed, stack.planContext().resources);
  const price = await pricing;
  const channel = observed.get("channel");
  const onAir = channel?.is === "ours" && isLive(channel.status) ? channel.status : undefined;
  const costs = price === undefined ? [] : endedLines(price, onAir !== undefined);
  if (isDryRun) {
    output.result(
      planDocument(name, stack.target, { ...plan, price }),
      [...lines, ...costs].join("\n"),
    );
    return EXIT.ok;
  }
  for (const line of [...lines, ...costs]) output.line(line);
  if (deletes(plan, "cache") && !stack.clients.hasMomento)
    throw momentoKeyNeeded(`To delete the cache ${cache}`);
  await requireYes(
    host,
    { about: "teardown", stackName: name },
    ...(onAir === undefined ? [] : [{ about: "end-show", channelState: onAir } as const]),
  );
  const cacheIsNamed = isNamed || (why !== undefined && deletesCache);
  const { kept: spared } = await remove(invocation, host, { stack, plan, cacheIsNamed });
  const document = {
    name,
    target: stack.target,
    ...removedAndKept(plan, spared),
    price: price ?? null,
  };
  const kept = document.kept.map((kind) => RESOURCE_NAMES[kind]);
  output.result(
    document,
    `${name} is removed${isRehearsal ? " from the sandbox" : ""}. Nothing of it bills any more.${kept.length === 0 ? "" : ` Kept: ${kept.join(", ")}.`}`,
  );
  return EXIT.ok;
};

function deletes({ steps }: Plan, kind: ResourceKind): boolean {
  return steps.some(({ resource, action }) => resource === kind && action === "delete");
}

/** Without a terminal the name must be on the command line, and that is said before any network. Throws INPUT_NEEDED. */
function requireConfirmation(invocation: Invocation<TeardownFlags>): void {
  const { flags } = invocation;
  if (flags.confirm !== undefined || flags.dryRun === true) return;
  if (isInteractive(invocation)) return;
  throw inputNeeded([TEARDOWN_CONSENT]);
}

/** With `--no-wait` a distribution that CloudFront is still disabling is not the end: throws NOT_FINISHED. */
async function remove(
  invocation: Invocation<TeardownFlags>,
  host: CommandHost,
  request: Pick<Parameters<typeof teardownStack>[1], "plan" | "cacheIsNamed"> & {
    readonly stack: Stack;
  },
): Promise<{ readonly kept: readonly ResourceKind[] }> {
  try {
    return { kept: await teardownStack(host, request) };
  } catch (error) {
    const isDisabling =
      error instanceof LiveOriginError &&
      error.code === "WAIT_TIMED_OUT" &&
      error.resource === "distribution";
    if (!isDisabling || invocation.flags.wait !== false) throw error;
    throw new LiveOriginError({
      code: "NOT_FINISHED",
      message: `${request.stack.spec.name} is not gone yet: CloudFront needs minutes to disable its distribution, and what it uses goes after it.`,
      hint: `Run again to finish: ${host.commandLine}`,
      resource: "distribution",
      exitCode: EXIT.partial,
    });
  }
}

/** `teardown --orphans`: lists what the region holds of any stack and says which of it this folder knows. Removes nothing. */
async function showOrphans(invocation: Invocation<TeardownFlags>): Promise<ExitCode> {
  const { mode, output } = invocation;
  await using host = await createHost(invocation, { asks: false });
  const { region, found, schedules } = await inspectRegion(invocation, host);
  const stacks = await listOrphans(host, {
    found: [...found, ...schedules],
    isRehearsal: mode.isRehearsal,
  });
  output.result(
    {
      region,
      stacks: stacks.map(({ name, stackId, knownHere, resources }) => ({
        name,
        stackId,
        knownHere,
        resources: resources.map(({ kind, id }) => ({ kind, id })),
      })),
    },
    renderOrphans(region, stacks, ({ name, stackId }) => removal(invocation, name, stackId)),
  );
  return EXIT.ok;
}

/**
 * How a teardown goes on: with the state that is here, or, when there is none, with `--rebuild-state` if the person at the
 * terminal wants what carries the name. `absent` when the clouds hold nothing of that name either.
 * Throws STATE_MISSING where nobody can be asked: two people may use one name in one account.
 */
async function withOrphanedStack(invocation: Invocation<TeardownFlags>): Promise<
  | { readonly proceed: Invocation<TeardownFlags> }
  | {
      readonly absent: {
        readonly name: string;
        readonly region: string;
        readonly files: StackFiles;
      };
    }
> {
  const { context, flags, mode, output } = invocation;
  if (flags.rebuildState !== undefined) return { proceed: invocation };
  const name = nameOf(invocation, await readSpecFile(context, flags));
  const files = stackFiles(context.cwd, name, mode.isRehearsal);
  if ((await readState(files)) !== undefined) return { proceed: invocation };
  await refuseOtherMode(invocation, name);
  await using host = await createHost(invocation);
  const { region, found } = await inspectRegion(invocation, host);
  const stacks = orphanedStacks(found, name);
  if (stacks.length === 0) return { absent: { name, region, files } };
  if (!isInteractive(invocation)) throw stateMissing(invocation, { name, region, stacks });
  output.line(`This folder has no state of ${name}, but ${region} has something of that name.`);
  return { proceed: { ...invocation, flags: { ...flags, rebuildState: true } } };
}

function removedAndKept(
  { steps }: Plan,
  kept: readonly ResourceKind[],
): {
  readonly removed: readonly ResourceKind[];
  readonly kept: readonly ResourceKind[];
} {
  const kinds = steps.map(({ resource }) => resource);
  return {
    removed: kinds.filter((kind) => !kept.includes(kind)),
    kept: kinds.filter((kind) => kept.includes(kind)),
  };
}
