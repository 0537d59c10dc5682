import type { Mark, Observed, Resource, PlanContext } from "./resource.ts";
import type { ResourceKind, ResourceState } from "../state/state.ts";

/** A mark that the cloud has and this state neither wrote nor has in flight. */
export type ForeignWrite = {
  readonly resource: ResourceKind;
  readonly id: string;
  readonly path: string;
  readonly inCloud: string;
  /** Undefined when this state has put nothing there. */
  readonly here: string | undefined;
};

/** Each write adds a few at most, and what is in the cloud is always among the newest. */
const KEPT = 16;

/**
 * What was found of ours that another copy of these files, or somebody by hand, has put there: never drift, because to put
 * back what this state knows would undo a rotation. An entry without marks, of an older version, is compared with what it
 * would write now.
 */
export function foreignWritesIn(
  resources: readonly Resource[],
  context: PlanContext,
  observed: Observed,
): readonly ForeignWrite[] {
  return resources.flatMap((resource): readonly ForeignWrite[] => {
    const observation = observed.get(resource.kind);
    if (observation?.is !== "ours" || resource.marks === undefined) return [];
    const recorded = context.resources[resource.kind];
    const known = recorded?.marks ?? resource.marks.wanted(context).map(textOf);
    return resource.marks
      .found(observation.found)
      .filter((mark) => !known.includes(textOf(mark)))
      .map(({ path, value }) => ({
        resource: resource.kind,
        id: observation.ids["id"] ?? observation.ids["name"] ?? "",
        path,
        inCloud: value,
        here: known.findLast((text) => text.startsWith(`${path}=`))?.slice(path.length + 1),
      }));
  });
}

/** The marks of an entry before a write: what it had, what was found and is no foreign write, and what is about to be written. */
export function marksToWrite({
  resource: { marks },
  context,
  recorded,
  found,
}: {
  readonly resource: Resource;
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
  readonly found: unknown;
}): Pick<ResourceState, "marks"> {
  if (marks === undefined) return {};
  const seen = found === undefined ? [] : marks.found(found).map(textOf);
  return {
    marks: newest([...(recorded?.marks ?? []), ...seen, ...marks.wanted(context).map(textOf)]),
  };
}

/** The marks of an entry that takes over what was found. */
export function marksTakenOver(
  { marks }: Resource,
  recorded: ResourceState | undefined,
  found: unknown,
): Pick<ResourceState, "marks"> {
  if (marks === undefined) return {};
  return { marks: newest([...(recorded?.marks ?? []), ...marks.found(found).map(textOf)]) };
}

/** Has an entry this value among its marks, at whatever path? */
export function hasMark(recorded: ResourceState | undefined, value: string): boolean {
  return recorded?.marks?.some((text) => text.endsWith(`=${value}`)) === true;
}

/** The mark of an entry at this path that was written last; undefined where there is none. */
export function lastMark(recorded: ResourceState | undefined, path: string): string | undefined {
  const text = recorded?.marks?.findLast((each) => each.startsWith(`${path}=`));
  return text?.slice(path.length + 1);
}

function textOf({ path, value }: Mark): string {
  return `${path}=${value}`;
}

/** Each once, at its latest place. */
function newest(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => texts.lastIndexOf(text) === index).slice(-KEPT);
}
