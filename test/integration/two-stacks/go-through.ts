import { openStackBed } from "../support/stack-bed.ts";
import { runHere, sleep } from "../support/run-here.ts";
import { PAIRS, VERBS, type Sequence, type Step, type Wanted } from "./sequence.ts";
import {
  runsIn,
  VARIANT,
  viewOf,
  watchForSteps,
  type StackPlace,
  type StackView,
} from "./stack-view.ts";
import { whatChanged } from "./what-changed.ts";

/** How much faster than real everything goes: the program, the clouds and the encoder alike. */
const FASTER = 10;
const FIRST_SEGMENTS_MS = 8_000;
const LADDER = ["--rung", "small=128x72@10,100,64", "--segment-seconds", "1"];

/** What came of it: how each step ended, by verb, and the first thing that one stack did to the other. */
export type Outcome = {
  readonly ended: readonly string[];
  readonly harm: string | undefined;
};

/** Goes through a sequence against clouds of its own, looking at the other stack before and after each step. */
export async function goThrough({ pair, auth, steps }: Sequence): Promise<Outcome> {
  const since = Date.now();
  const clock = {
    now: () => since + (Date.now() - since) * FASTER,
    sleep: (milliseconds: number, signal?: AbortSignal) => sleep(milliseconds / FASTER, signal),
  };
  const bed = await openStackBed({ clock });
  try {
    const wanted = PAIRS[pair];
    if (wanted === undefined) throw new Error(`no pair ${pair}`);
    const folders = [bed.cwd, await bed.otherFolder()] as const;
    const places = [
      { ...wanted[0], cwd: folders[0] },
      { ...wanted[1], cwd: folders[1] },
    ] as const;
    const ownRuns = [new Set<string>(), new Set<string>()] as const;
    const ended: string[] = [];
    for (const step of steps) {
      const other = step.who === 0 ? 1 : 0;
      const before = await viewOf(bed, places[other]);
      const actorBefore = await viewOf(bed, places[step.who]);
      const place = places[step.who];
      const onAir = before.channel === "RUNNING" ? watchForSteps(before) : undefined;
      const { code, stdout, stderr } = await runHere(
        [...argsOf(step, place, auth[step.who]), "--json", "--sandbox"],
        { cwd: place.cwd, env: { HOME: place.cwd }, clock },
      );
      // What a start does to the other's list, it does with its first segments.
      if (onAir !== undefined && step.verb === "start" && code === 0)
        await clock.sleep(FIRST_SEGMENTS_MS);
      const back = await onAir?.();
      const after = await viewOf(bed, places[other]);
      const actor = await viewOf(bed, place);
      if (step.verb === "start" && code === 0)
        for (const run of runsIn(actor.playlists.get(VARIANT)?.text ?? ""))
          ownRuns[step.who].add(run);
      const failure = code === 0 ? "" : ` ${/"code": *"(\w+)"/.exec(stdout)?.[1] ?? stderr}`;
      ended.push(`${step.who} ${step.verb} ${code}${failure}`);
      const shares =
        before.cache !== undefined && before.cache === (actorBefore.cache ?? actor.cache);
      const harm = whatChanged(before, after, { shares, ownRuns: ownRuns[other], verb: step.verb });
      if (back !== undefined) return { ended, harm: `viewers went back ${back}` };
      if (harm !== undefined) return { ended, harm: `${harm}\n${stdout}\n${stderr}` };
      const wrong = failure.endsWith(" BUG") ? failure : amiss(step, code, actor);
      if (wrong !== undefined) return { ended, harm: `${wrong}\n${stdout}\n${stderr}` };
    }
    return { ended, harm: undefined };
  } finally {
    await bed.close();
  }
}

function argsOf(
  { verb }: Step,
  { name, region, cache, adopts }: Wanted & StackPlace,
  auth: string,
): readonly string[] {
  const named = ["--name", name, "--region", region];
  if (verb === "teardown") return [...VERBS.teardown, ...named, "--confirm", name];
  if (verb !== "init") return [...VERBS[verb], ...named];
  return [
    ...VERBS.init,
    ...named,
    ...LADDER,
    ...["--encoder-auth", auth],
    ...(cache === undefined ? [] : ["--cache", cache]),
    ...(adopts === true ? ["--adopt-cache"] : []),
  ];
}

/** What a step that says that it went well did not do to its own stack. */
function amiss({ verb }: Step, code: number, { channel, stackId }: StackView): string | undefined {
  if (code !== 0) return undefined;
  if (verb === "start" && channel !== "RUNNING") return `started, and the channel is ${channel}`;
  if (verb === "stop" && channel !== "IDLE") return `stopped, and the channel is ${channel}`;
  if (verb === "teardown" && stackId !== undefined) return "torn down, and the state is there";
  return undefined;
}
