import { cp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { AuthMode } from "./chains.ts";
import type { Ended } from "../integration/support/stack-bed.ts";
import type { CrashBed } from "./crash-bed.ts";
import { isWrite, nameOf, pointsOf, type KillPoint } from "./kill-point.ts";
import {
  keysOf,
  leftCacheInDoubt,
  leftOnDisk,
  snapshot,
  withoutDoubt,
  type Snapshot,
} from "./snapshot.ts";

/** A command of a chain, and what must be there after it: a stack, or nothing. */
export type Link = {
  readonly args: readonly string[];
  readonly leaves: "stack" | "nothing";
  /** Its exit code when all went well; 0 by default. */
  readonly exit?: number;
  /** Runs undisturbed every time: it only sets the scene. */
  readonly scene?: true;
  /** Before it, this command is run in a copy of the folder, which is then left behind. */
  readonly behind?: readonly string[];
};

/** Commands that lead in a circle: the last one ends where the first begins. */
export type Chain = {
  readonly name: string;
  /** In how many beds it runs at once, each with its share of the points; 1 by default. */
  readonly shares?: number;
  /** Left out of the run on every change. */
  readonly onlyWhole?: true;
  readonly links: readonly Link[];
  /** Run once to set the scene; a teardown ends what they began. */
  readonly before?: readonly (readonly string[])[];
};

export type Tally = { tried: number; missed: string[]; failed: string[]; inDoubt: number };

/** Chooses among the points of a command; `place` is the link that they belong to. */
export type Selection = (
  command: string,
  points: readonly KillPoint[],
  place: string,
) => readonly KillPoint[];

const STACK = "live-origin";

type Expected = {
  readonly link: Link;
  readonly after: Snapshot | undefined;
  /** The keys that it replaces. */
  readonly renews: readonly string[];
};

type Keys = Readonly<Record<string, string>>;

/**
 * Goes round the chain: once undisturbed, to learn every moment at which each command could be killed and what it should
 * leave; then killing each command at one moment after another, running it again, and comparing.
 */
export async function tryChain(bed: CrashBed, chain: Chain, select: Selection): Promise<Tally> {
  const tally: Tally = { tried: 0, missed: [], failed: [], inDoubt: 0 };
  const queues: { readonly expected: Expected; readonly points: KillPoint[] }[] = [];
  for (const args of chain.before ?? []) expect((await bed.run(args)).code).toBe(0);
  for (const link of chain.links) {
    await fallBehind(bed, link);
    const keys = await keysOf(bed, STACK);
    const seen = await bed.watch(link.args);
    expect(seen.code, `${link.args.join(" ")}\n${seen.stderr}`).toBe(link.exit ?? 0);
    const renews = link.leaves === "nothing" ? [] : renewed(keys, await keysOf(bed, STACK));
    const expected = { link, after: await afterOf(bed, link), renews };
    const all = link.scene === true ? [] : pointsOf(seen.calls, seen.writes);
    const place = `${chain.name} ${queues.length}`;
    queues.push({ expected, points: [...select(link.args[0] ?? "", all, place)] });
    // A draw that takes nothing of a short chain would try nothing.
    if (link === chain.links.at(-1) && queues.every(({ points }) => points.length === 0))
      queues.at(-1)?.points.push(...all.slice(-1));
  }
  let inDoubt = false;
  while (queues.some(({ points }) => points.length > 0)) {
    for (const { expected, points } of queues) {
      await fallBehind(bed, expected.link);
      const keys = await keysOf(bed, STACK);
      const point = points.shift();
      if (point !== undefined) {
        const killed = await killAt(bed, expected.link, point, tally);
        // A cache in doubt stays so for the rest of its stack's life.
        inDoubt ||= killed === "left a cache in doubt";
      }
      const problem = await runAgain(bed, expected, { inDoubt, keys });
      if (expected.link.leaves === "nothing") inDoubt = false;
      if (problem === undefined) continue;
      const where = point === undefined ? "never" : nameOf(point);
      const report = `${chain.name}: ${expected.link.args.join(" ")} killed ${where}:\n${problem}`;
      console.error(report);
      tally.failed.push(report);
      if (!(await backToTheStart(bed, chain, expected.link))) return tally;
    }
  }
  return tally;
}

/** The clouds go on, and this folder stays as it was. */
async function fallBehind(bed: CrashBed, { behind }: Link): Promise<void> {
  if (behind === undefined) return;
  const [folder, copy] = [".live-origin", "copy"].map((name) => join(bed.cwd, name)) as [
    string,
    string,
  ];
  await cp(folder, copy, { recursive: true });
  expect((await bed.run(behind)).code).toBe(0);
  await rm(folder, { recursive: true });
  await rename(copy, folder);
}

async function killAt(
  bed: CrashBed,
  { args }: Link,
  point: KillPoint,
  tally: Tally,
): Promise<"left a cache in doubt" | "left no doubt"> {
  const killed = await bed.kill(args, point);
  if (killed.reached) tally.tried += 1;
  else tally.missed.push(`${args[0] ?? ""} ${nameOf(point)}`);
  if (!(await leftCacheInDoubt(bed, STACK))) return "left no doubt";
  tally.inDoubt += 1;
  return "left a cache in doubt";
}

async function runAgain(
  bed: CrashBed,
  { link, after, renews }: Expected,
  { inDoubt, keys }: { readonly inDoubt: boolean; readonly keys: Keys },
): Promise<string | undefined> {
  const again = await bed.run(link.args);
  if (again.code !== (link.exit ?? 0)) return outcomeOf(again);
  const now = await keysOf(bed, STACK);
  const problem = difference(after, await afterOf(bed, link), inDoubt);
  // It outlives a stack on purpose; the next run is to be killed while it makes one.
  if (link.leaves === "nothing")
    await rm(join(bed.cwd, ".live-origin/.gitignore"), { force: true });
  if (problem !== undefined) return problem;
  const kept = renews.filter((slot) => !renewed(keys, now).includes(slot));
  return kept.length === 0 ? undefined : `not replaced: ${kept.join(", ")}`;
}

function renewed(before: Keys, after: Keys): readonly string[] {
  return Object.keys(before).filter((slot) => before[slot] !== after[slot]);
}

async function afterOf(bed: CrashBed, link: Link): Promise<Snapshot | undefined> {
  if (link.leaves === "stack") return snapshot(bed, STACK);
  const left = [
    ...bed.inventory().map(({ kind, id }) => `${kind} ${id}`),
    ...(await leftOnDisk(bed)),
  ];
  return left.length === 0
    ? undefined
    : { state: {}, inventory: left, files: [], inUse: undefined };
}

function difference(
  wanted: Snapshot | undefined,
  seen: Snapshot | undefined,
  inDoubt: boolean,
): string | undefined {
  const judged = seen !== undefined && inDoubt ? withoutDoubt(seen) : seen;
  const [before, now] = [linesOf(wanted), linesOf(judged)];
  const unlike = [
    ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
  return unlike.length === 0 ? undefined : unlike.join("\n");
}

/** What is in a value, one member a line, with the path to it. */
function linesOf(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${path} ${String(value)}`];
  return [
    `${path} of ${Object.keys(value).length}`,
    ...Object.entries(value).flatMap(([key, inner]) => linesOf(inner, `${path}.${key}`)),
  ];
}

function outcomeOf({ code, stdout, stderr }: Ended): string {
  return `exit ${code ?? "by signal"}\n${stdout}${stderr.slice(-1500)}`;
}

/** After a failure: everything is removed, and the chain is gone through up to where it was. */
async function backToTheStart(bed: CrashBed, chain: Chain, upTo: Link): Promise<boolean> {
  await bed.run(["teardown", "--confirm", STACK, "--allow-interruption"]);
  if (bed.inventory().length > 0) return false;
  for (const args of chain.before ?? []) await bed.run(args);
  for (const link of chain.links) {
    const ended = await bed.run(link.args);
    if (ended.code !== (link.exit ?? 0)) return false;
    if (link === upTo) return true;
  }
  return true;
}

/** Every point of every link of every chain. */
export const allPoints: Selection = (_command, points) => points;

/**
 * The points that a run on every change tries: every write of the state, every call that writes, and a sixteenth of the rest,
 * drawn by the seed. What several links of one command have in common is one point, tried in the link that comes first, and
 * what the two modes have in common is tried in one of them.
 */
export function writesAndSome(seed: string, mode: AuthMode): Selection {
  const places = new Map<string, string>();
  return (command, points, place) => {
    const draw = (point: KillPoint): number => hash(`${seed} ${command} ${nameOf(point)}`);
    return points.filter((point) => {
      const name = `${command} ${nameOf(point)}`;
      const first = places.get(name) ?? place;
      places.set(name, first);
      const isHere =
        /\b(?:ssm|parameter)/i.test(name) ||
        ((hash(`${seed} ${name}`) >>> 16) % 2 === 0) === (mode === "url-token");
      return first === place && isHere && (isWrite(point, draw) || draw(point) % 16 === 0);
    });
  };
}

/** Every so many points of a selection, beginning with the one numbered `share` (from 0). */
export function shareOf(select: Selection, share: number, shares: number): Selection {
  return (...offered) => select(...offered).filter((_point, index) => index % shares === share);
}

function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const character of text)
    sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum;
}
