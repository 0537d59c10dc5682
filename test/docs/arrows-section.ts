import { ARROWS } from "../unit/architecture/arrows.ts";

/** From whoever calls to whoever is called; in the same line nobody stands above another. */
const FLOORS: readonly (readonly string[])[] = [
  ["main", "help"],
  ["commands", "cli"],
  ["doctor", "gather"],
  ["rehearsal", "terminal", "play/server", "conformance"],
  ["core/jobs", "core/stack"],
  ["verify", "core"],
  ["services"],
  ["core/engine", "core/state", "context"],
  ["config", "sandbox", "platform", "process", "version", "play/page"],
];

/**
 * The rooms as floors and, below, every arrow that leads from each: downward ones plain, those that lead up or along a floor
 * apart. Made from the table that the architecture test walks. Throws when a room is on no floor.
 */
export function arrowsSection(): string {
  const floorOf = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room) => [room, floor])));
  const missing = Object.keys(ARROWS).filter((room) => !floorOf.has(room));
  if (missing.length > 0 || floorOf.size !== Object.keys(ARROWS).length)
    throw new Error(`FLOORS and ARROWS differ: ${missing.join(", ")}`);
  const floor = (room: string): number => floorOf.get(room) ?? 0;
  return [
    "```mermaid",
    "flowchart TD",
    ...FLOORS.flatMap((rooms, at) => [
      `  subgraph f${at}[" "]`,
      "    direction LR",
      ...rooms.map((room) => `    ${idOf(room)}["${room}"]`),
      "  end",
    ]),
    ...drawn(floor).map(([from, to]) => `  ${idOf(from)} --> ${idOf(to)}`),
    "```",
    "",
    "| room | may look down into | and, up or along its floor, into |",
    "| --- | --- | --- |",
    ...FLOORS.flat().map((room) => {
      const targets = ARROWS[room] ?? [];
      const down = targets.filter((to) => floor(to) > floor(room));
      const other = targets.filter((to) => floor(to) <= floor(room));
      return `| \`${room}\` | ${names(down)} | ${names(other)} |`;
    }),
  ].join("\n");
}

/** The downward arrows that no way over other downward arrows says already: as few lines as hold the picture together. */
function drawn(floor: (room: string) => number): readonly (readonly [string, string])[] {
  const down = (room: string): readonly string[] =>
    (ARROWS[room] ?? []).filter((to) => floor(to) > floor(room));
  const reaches = (from: string, to: string): boolean =>
    down(from).some((next) => next === to || reaches(next, to));
  return Object.keys(ARROWS).flatMap((from) =>
    down(from)
      .filter((to) => !down(from).some((next) => next !== to && reaches(next, to)))
      .map((to) => [from, to] as const),
  );
}

function names(rooms: readonly string[]): string {
  return rooms.length === 0 ? "–" : rooms.map((room) => `\`${room}\``).join(", ");
}

function idOf(room: string): string {
  return room.replaceAll("/", "-");
}
