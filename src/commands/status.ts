import { ownCommand } from "../config/text/own-command.ts";
import type { Invocation, Run } from "../cli/command.ts";
import type { StatusFlags } from "../cli/command-flags.ts";
import { createHost } from "../cli/host.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import type { Prices } from "../config/price-item.ts";
import {
  inspectStack,
  type InspectRequest,
  type StackStatus,
} from "../core/inspect/inspect-stack.ts";
import type { Host } from "../core/host.ts";
import { pricedUsages } from "../core/price/ask-price-list.ts";
import { stackPrices } from "../core/price/price-stack.ts";
import { type ClientPool, openClientPool } from "../core/stack/client-pool.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { readState, stackFiles, stackNames, stacksHere } from "../core/state/stack-files.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { noneMade } from "../gather/nothing-here.ts";
import { readPrices } from "../gather/price-file.ts";
import { nextAfterStatus } from "../gather/repair-command.ts";
import { errorDocument, renderError } from "../terminal/error-view.ts";
import { writeJsonLine } from "../terminal/json-lines.ts";
import { drawScreen } from "../terminal/screen.ts";
import { renderStack } from "../terminal/status-view.ts";

const WATCH_EVERY_MS = 5_000;

/** The prices of a stack. */
type Pricing = InspectRequest["prices"];

/** A stack that could be looked at, or why not. */
type Inspected = StackStatus | { readonly name: string; readonly error: LiveOriginError };

/** Shows what exists, what runs and since when, what bills, when keys expire, and what drifted (exit 5). */
export const runStatus: Run<StatusFlags> = async (invocation) => {
  const { context, output, flags } = invocation;
  const pricing = askPricesOnce(context, await readPrices(invocation));
  if (flags.watch === true) return watchStatus(invocation, pricing);
  const results = await inspectStacks(invocation, pricing);
  const now = context.clock.now();
  const [only] = results;
  const document =
    flags.all === true ? { stacks: results.map(shown) } : only === undefined ? {} : shown(only);
  output.result(
    document,
    results.length === 0 ? await nothingHere(invocation) : renderAll(invocation, results, now),
  );
  return exitOf(results);
};

/**
 * Looks again and again until Ctrl-C: the screen anew on a terminal, what changed elsewhere, one line of JSON per change with
 * `--json`. The exit code is that of the last look.
 */
async function watchStatus(
  invocation: Invocation<StatusFlags>,
  pricing: Pricing,
): Promise<ExitCode> {
  const { context, output } = invocation;
  const { clock, signal, stdout } = context;
  let before: string | undefined;
  let code: ExitCode = EXIT.interrupted;
  try {
    for (;;) {
      const results = await inspectStacks(invocation, pricing);
      code = exitOf(results);
      const now = clock.now();
      const facts = JSON.stringify(results.map(shown).map(withoutTimes));
      const isNews = facts !== before;
      before = facts;
      if (output.json && isNews)
        writeJsonLine(stdout, { at: new Date(now).toISOString(), stacks: results.map(shown) });
      if (!output.json && (isNews || stdout.isTTY === true))
        drawScreen(stdout, renderAll(invocation, results, now));
      await clock.sleep(WATCH_EVERY_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return code;
}

/** Times that move by themselves are no change. */
function withoutTimes(result: unknown): unknown {
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) =>
      key === "runningSince" || key === "keyDays" || key === "soFar" ? undefined : value,
    ),
  );
}

/** Prices change in months: a watch, and stacks of one region and the same ladder, ask for them once. */
function askPricesOnce(context: Invocation["context"], prices: Prices | undefined): Pricing {
  const asked = new Map<string, ReturnType<Pricing>>();
  return ({ spec, clients }) => {
    const what = JSON.stringify([spec.region, pricedUsages(spec.channel)]);
    const found = asked.get(what) ?? stackPrices(context, { spec, clients, prices });
    asked.set(what, found);
    return found;
  };
}

/** How a look goes: what all stacks share of it. */
type Look = {
  readonly invocation: Invocation<StatusFlags>;
  readonly prices: Pricing;
  readonly host: Host;
  readonly pool: ClientPool;
};

/** Looks at the stack that is meant, or with `--all` at every one of the folder, with the same clients. */
async function inspectStacks(
  invocation: Invocation<StatusFlags>,
  prices: Pricing,
): Promise<readonly Inspected[]> {
  const { context, flags, mode } = invocation;
  await using host = await createHost(invocation, { asks: false });
  await using pool = openClientPool();
  const look = { invocation, prices, host, pool };
  if (flags.all !== true) return [await inspectOne(look)];
  const { isRehearsal } = mode;
  const results: Inspected[] = [];
  for (const name of await stackNames(context.cwd, isRehearsal)) {
    const inspected = await inspectNamed(look, name);
    if (inspected !== undefined) results.push(inspected);
  }
  return results;
}

/** One of several: what is wrong of it is told beside the others. Undefined where there is no state. */
async function inspectNamed(look: Look, name: string): Promise<Inspected | undefined> {
  const { invocation } = look;
  const { context, mode } = invocation;
  try {
    if ((await readState(stackFiles(context.cwd, name, mode.isRehearsal))) === undefined)
      return undefined;
    const named = { ...invocation, typed: { ...invocation.typed, name } };
    return await inspectOne({ ...look, invocation: named });
  } catch (error) {
    if (error instanceof LiveOriginError) return { name, error };
    throw error;
  }
}

async function inspectOne({ invocation, prices, host, pool }: Look): Promise<StackStatus> {
  const request = await gatherExistingStack(invocation, {
    readOnly: true,
    momento: "own",
    finds: { idsOnly: false },
  });
  const access = { ...request.access, pool };
  await using existing = await openExistingStack(host, { ...request, access });
  return await inspectStack(host, {
    existing,
    prices,
    next: (facts) => nextAfterStatus(invocation, existing, facts),
  });
}

function renderAll({ output }: Invocation, results: readonly Inspected[], now: number): string {
  const { outStyle, verbose } = output;
  return results
    .map((result) =>
      "error" in result
        ? `${outStyle.bold(result.name)}\n${renderError(result.error, outStyle, verbose)}`
        : renderStack(result, outStyle, { now, columns: output.outColumns }),
    )
    .join("\n\n");
}

/** A result as it stands in a document. */
function shown(result: Inspected): object {
  return "error" in result ? { name: result.name, ...errorDocument(result.error) } : result;
}

/** 1 when a stack could not be looked at, 5 when one drifted. */
function exitOf(results: readonly Inspected[]): ExitCode {
  if (results.some((result) => "error" in result)) return EXIT.failed;
  const drifted = results.some((result) => !("error" in result) && result.drift.length > 0);
  return drifted ? EXIT.checkFailed : EXIT.ok;
}

/** There may be something after all, where this run does not look. */
async function nothingHere({ context, mode }: Invocation): Promise<string> {
  const { isRehearsal } = mode;
  const others = await stacksHere(context.cwd, !isRehearsal);
  const nothing = noneMade(isRehearsal);
  if (others.length === 0) return nothing;
  const [what, flag] = isRehearsal ? ["stacks", "--no-sandbox"] : ["rehearsals", "--sandbox"];
  return `${nothing} The ${what} here (${others.join(", ")}): ${ownCommand(`status --all ${flag}`)}`;
}
