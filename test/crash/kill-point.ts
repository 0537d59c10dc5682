import type { GatedCall } from "../../src/sandbox/index.ts";

/** A moment at which a run is killed: at a network call, or at a write under `.live-origin`. */
export type KillPoint =
  | { readonly at: "call"; readonly key: string; readonly phase: "before" | "after" }
  | {
      readonly at: "write";
      readonly label: string;
      readonly phase: "before" | "after" | "half";
    };

/** How a point is named in reports and drawn by the seed. */
export function nameOf(point: KillPoint): string {
  return `${point.phase} ${point.at === "call" ? point.key : point.label}`;
}

/** What tells one call from another: the ids that differ from run to run taken out. */
function keyOf({ service, operation, resource = "" }: GatedCall): string {
  const stable = resource
    .replaceAll(/\bE[0-9A-Z]{10,14}\b/g, "#")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "#")
    .replaceAll(/\b[0-9a-f]{8,}\b/g, "#")
    .replaceAll(/\b\d{5,}\b/g, "#");
  return `${service}:${operation}(${stable})`;
}

/**
 * Names the calls of one run: repeated reads (polls) have one name, repeated writes (the two keys) are numbered, and so are
 * the caches, whose names a rotation draws.
 */
export function nameCalls(): (call: GatedCall) => string {
  const times = new Map<string, number>();
  const caches = new Map<string, string>();
  const nameOfCache = (name: string): string => {
    const known = caches.get(name) ?? `cache ${caches.size + 1}`;
    caches.set(name, known);
    return known;
  };
  return (call) => {
    const key = keyOf(
      call.service === "momento"
        ? { ...call, resource: (call.resource ?? "").replace(/^[a-z][a-z0-9-]+/, nameOfCache) }
        : call,
    );
    if (READS.test(key)) return key;
    const count = (times.get(key) ?? 0) + 1;
    times.set(key, count);
    return `${key} ${count}`;
  };
}

const READS = /:(Get|List|Describe)/;
const STATE_WRITES = /^(rename|rm) [a-z-]+\.json/;

/**
 * True for a point that must always be tried: after a call that writes to a cloud, and one side of every write of the state,
 * because what comes after one write is what comes before the next. `draw` decides which; it takes a quarter of what is
 * before a call, too, where a write of the state stands mostly.
 */
export function isWrite(point: KillPoint, draw: (point: KillPoint) => number): boolean {
  if (point.at === "call")
    return !READS.test(point.key) && (point.phase === "after" || draw(point) % 4 === 0);
  if (!STATE_WRITES.test(point.label) || point.phase === "half") return false;
  const side = draw({ ...point, phase: "before" }) % 2 === 0 ? "before" : "after";
  return point.phase === side;
}

/** Both sides of every call and write of an undisturbed run. */
export function pointsOf(
  calls: readonly string[],
  writes: readonly string[],
): readonly KillPoint[] {
  return [
    ...calls.flatMap((key) =>
      (["before", "after"] as const).map((phase) => ({ at: "call" as const, key, phase })),
    ),
    ...writes.flatMap((label) =>
      (label.startsWith("write ") ? (["half"] as const) : (["before", "after"] as const)).map(
        (phase) => ({ at: "write" as const, label, phase }),
      ),
    ),
  ];
}
