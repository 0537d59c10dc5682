import { expect } from "vitest";
import type { Ended } from "../integration/support/stack-bed.ts";
import type { CrashBed } from "./crash-bed.ts";
import { isWrite, nameOf, pointsOf, type KillPoint } from "./kill-point.ts";
import { leftCacheInDoubt, leftOnDisk, snapshot, withoutDoubt, type Snapshot } from "./snapshot.ts";

/** A command of a chain, and what must be there after it: a stack, or nothing. */
export type Link = {
  readonly args: readonly string[];
  readonly leaves: "stack" | "nothing";
  /** Runs undisturbed every time: it only sets the scene. */
  readonly scene?: true;
};

/** Commands that lead in a circle: the last one ends where the first begins. */
export type Chain = {
  readonly name: string;
  readonly links: readonly Link[];
  /** Run once to set the scene; a teardown ends what they began. */
  readonly before?: readonly (readonly string[])[];
};

export type Tally = { tried: number; missed: string[]; failed: string[]; inDoubt: number };

export type Selection = (command: string, points: readonly KillPoint[]) => readonly KillPoint[];

const STACK = "live-origin";

type Expected = { readonly link: Link; readonly after: Snapshot | undefined };

/**
 * Goes round the chain: once undisturbed, to learn every moment at which each command could be killed and what it should
 * leave; then killing each command at one moment after another, running it again, and comparing.
 */
export async function tryChain(bed: CrashBed, chain: Chain, select: Selection): Promise<Tally> {
  const tally: Tally = { tried: 0, missed: [], failed: [], inDoubt: 0 };
  const queues: { readonly expected: Expected; readonly points: KillPoint[] }[] = [];
  for (const args of chain.before ?? []) expect((await bed.run(args)).code).toBe(0);
  for (const link of chain.links) {
    const seen = await bed.watch(link.args);
    expect(seen.code, `${link.args.join(" ")}\n${seen.stderr}`).toBe(0);
    const expected = { link, after: await afterOf(bed, link) };
    const all = link.scene === true ? [] : pointsOf(seen.calls, seen.writes);
    queues.push({ expected, points: [...select(link.args[0] ?? "", all)] });
  }
  let inDoubt = false;
  while (queues.some(({ points }) => points.length > 0)) {
    for (const { expected, points } of queues) {
      const point = points.shift();
      if (point !== undefined) {
        const killed = await killAt(bed, expected.link, point, tally);
        // A cache in doubt stays so for the rest of its stack's life.
        inDoubt ||= killed === "left a cache in doubt";
      }
      const problem = await runAgain(bed, expected, inDoubt);
      if (expected.link.leaves === "nothing") inDoubt = false;
      if (problem === undefined) continue;
      const where = point === undefined ? "never" : nameOf(point);
      const told = `${chain.name}: ${expected.link.args.join(" ")} killed ${where}:\n${problem}`;
      console.error(told);
      tally.failed.push(told);
      if (!(await backToTheStart(bed, chain, expected.link))) return tally;
    }
  }
  return tally;
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
  { link, after }: Expected,
  inDoubt: boolean,
): Promise<string | undefined> {
  const again = await bed.run(link.args);
  if (again.code !== 0) return told(again);
  return difference(after, await afterOf(bed, link), inDoubt);
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
  try {
    expect(judged).toEqual(wanted);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function told({ code, stdout, stderr }: Ended): string {
  return `exit ${code ?? "by signal"}\n${stdout}${stderr.slice(-1500)}`;
}

/** After a failure: everything is removed, and the chain is gone through up to where it was. */
async function backToTheStart(bed: CrashBed, chain: Chain, upTo: Link): Promise<boolean> {
  await bed.run(["teardown", "--confirm", STACK]);
  if (bed.inventory().length > 0) return false;
  for (const args of chain.before ?? []) await bed.run(args);
  for (const link of chain.links) {
    const ended = await bed.run(link.args);
    if (ended.code !== 0) return false;
    if (link === upTo) return true;
  }
  return true;
}

/** The points that a run on every change tries: all writes, and a third of the rest, drawn by the seed. */
export function writesAndAThird(seed: number): Selection {
  return (command, points) => {
    const draw = (point: KillPoint): number => hash(`${seed} ${command} ${nameOf(point)}`);
    return points.filter((point) => isWrite(point, draw) || draw(point) % 3 === 0);
  };
}

function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (const character of text)
    sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return sum;
}
