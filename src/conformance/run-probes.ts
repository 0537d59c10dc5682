import { serviceWords } from "../config/text/redact.ts";
import type { ChannelSpec } from "../config/spec.ts";
import type { Host } from "../core/host.ts";
import type { Stack } from "../core/stack/stack.ts";
import { stackLab, untilDeployed } from "./lab.ts";
import type { Lab, Probe, StackLab } from "./probe.ts";
import { showFacts } from "./show-facts.ts";

/** What came of a probe. */
export type ProbeResult = {
  readonly probe: Probe;
  readonly outcome: "confirmed" | "contradicted" | "not asked";
  /** What the cloud answered, its secrets removed; why it was not asked. */
  readonly got?: string;
};

export type ProbeRun = {
  readonly chosen: readonly Probe[];
  readonly lab: Lab;
  /** Makes the stack, or brings it to this way of the encoder to show its key. */
  readonly provision: (encoderAuth: ChannelSpec["encoderAuth"]) => Promise<Stack>;
  /** Hears of each as it is asked. */
  readonly onResult: (result: ProbeResult) => void;
};

/** Asks the chosen probes, the free ones first. Leaves the stack that it made to be torn down. Throws what making and running it throws. */
export async function runProbes(
  host: Host,
  { chosen, lab, provision, onResult }: ProbeRun,
): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  const add = (result: ProbeResult): void => {
    results.push(result);
    onResult(result);
  };
  for (const probe of chosen)
    if (probe.group === "reads") add(await judged(probe, () => probe.ask(lab), host.signal));
  const writes = chosen.filter((probe) => probe.group === "writes");
  const shows = chosen.filter((probe) => probe.group === "show");
  if (writes.length === 0 && shows.length === 0) return results;
  for (const encoderAuth of ["url-token", "parameter-store"] as const) {
    const asked = shows.filter((probe) => (probe.with ?? "url-token") === encoderAuth);
    const isFirst = encoderAuth === "url-token";
    if (asked.length === 0 && !(isFirst && writes.length > 0)) continue;
    await using stack = await provision(encoderAuth);
    const open: StackLab = await stackLab(lab, stack);
    if (isFirst && writes.length > 0) {
      await untilDeployed(open);
      for (const probe of writes) add(await judged(probe, () => probe.ask(open), host.signal));
    }
    if (asked.length === 0) continue;
    const ids = new Set(asked.map(({ id }) => id));
    const show = await showFacts(host, { stack, lab: open, ids });
    for (const probe of asked) add(await judged(probe, () => probe.ask(show), host.signal));
  }
  return results;
}

/** What a right that is missing is called: then the question was not answered. */
const DENIED = /^403 (?:AccessDenied|AccessDeniedException|UnauthorizedOperation|.*not authorized)/;

async function judged(
  probe: Probe,
  ask: () => Promise<string>,
  signal: AbortSignal,
): Promise<ProbeResult> {
  try {
    const got = serviceWords(await ask());
    if (got === probe.answer) return { probe, outcome: "confirmed", got };
    return { probe, outcome: DENIED.test(got) ? "not asked" : "contradicted", got };
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return { probe, outcome: "not asked", got: serviceWords(why) };
  }
}
