import type { ResourceIds } from "../state/resource-members.ts";
import type { ApplyContext } from "./apply-context.ts";
import { marksTakenOver, marksToWrite } from "./marks.ts";
import type { Step } from "./step.ts";
import type { Effects, Resource } from "./resource.ts";
import type { ResourceKind, ResourceState } from "../state/state.ts";

/** Does the writes of one step: intent first, result after. Throws what the resource throws. */
export async function performStep(applying: ApplyContext, step: Step): Promise<void> {
  const { store } = applying;
  const resource = resourceOf(applying, step.resource);
  switch (step.action) {
    case "keep":
      return;
    case "adopt":
      await adopt(applying, resource);
      return;
    case "create":
      await store.patch(step.resource, {
        status: "creating",
        ...marking(applying, resource, step),
      });
      await resource.create(effectsOf(applying, resource));
      await store.patch(step.resource, { status: "created" });
      return;
    case "replace": {
      const old = store.current().resources[step.resource];
      await store.restart(step.resource, old?.replaced ?? old?.ids ?? {});
      await store.patch(step.resource, marking(applying, resource));
      await resource.create(effectsOf(applying, resource));
      await store.patch(step.resource, { status: "created" });
      return;
    }
    case "update":
      await store.patch(step.resource, {
        status: "updating",
        ...marking(applying, resource, step),
      });
      await resource.update(effectsOf(applying, resource), step.found, step.differences);
      await store.patch(step.resource, { status: "created" });
      return;
    case "delete":
      if (step.found !== undefined) {
        await store.patch(step.resource, { status: "deleting" });
        await resource.remove(effectsOf(applying, resource), step.found);
      }
      await removeReplacedOf(applying, resource);
      await store.forget(step.resource);
      return;
  }
}

/** Written with the intent, so that a run after a crash knows what this one may have put there. */
function marking(
  applying: ApplyContext,
  resource: Resource,
  step?: Step,
): Pick<ResourceState, "marks"> {
  const recorded = applying.store.current().resources[resource.kind];
  return marksToWrite({ resource, context: applying.planContext(), recorded, found: step?.found });
}

async function adopt(applying: ApplyContext, resource: Resource): Promise<void> {
  const context = applying.planContext();
  const observation = await resource.observe(
    context,
    context.resources[resource.kind],
    applying.signal,
  );
  if (observation.is === "ours")
    await applying.store.patch(resource.kind, {
      status: "created",
      ownership: "ours",
      ids: observation.ids,
      ...marksTakenOver(resource, context.resources[resource.kind], observation.found),
    });
  if (observation.is === "adoptable")
    await applying.store.patch(resource.kind, {
      status: "created",
      ownership: "adopted",
      ids: observation.ids,
    });
}

/** Removes what `replace` steps left behind, also those of an earlier, interrupted run. */
export async function removeReplaced(applying: ApplyContext): Promise<void> {
  for (const resource of applying.resources) {
    if (!(await removeReplacedOf(applying, resource))) continue;
    await applying.store.patch(resource.kind, { replaced: undefined });
  }
}

/** Removes what this resource replaced, if its entry says that there was something. */
async function removeReplacedOf(applying: ApplyContext, resource: Resource): Promise<boolean> {
  const recorded = applying.store.current().resources[resource.kind];
  if (recorded?.replaced === undefined) return false;
  const old: ResourceState = { ...recorded, ids: recorded.replaced, replaced: undefined };
  const context = applying.planContext();
  const observation = await resource.observe(context, old, applying.signal);
  // Found by tag and not by the old id, it would be the new one.
  const isOurs = observation.is === "ours" && observation.unrecorded !== true;
  if (isOurs && (await applying.keepsReplaced?.(resource.kind, recorded.replaced)) !== true)
    await resource.remove({ ...effectsOf(applying, resource), recorded: old }, observation.found);
  return true;
}

/** The id worth showing after a step, if the state has one. */
export function shownId(applying: ApplyContext, kind: ResourceKind): string | undefined {
  const ids: ResourceIds = applying.store.current().resources[kind]?.ids ?? {};
  return ids.domain ?? ids.id ?? ids.name;
}

/** What a resource may use while it works, with its entry as it stands now. */
export function effectsOf(applying: ApplyContext, resource: Resource): Effects {
  const { clock, signal, emit, secrets, store } = applying;
  return {
    context: applying.planContext(),
    recorded: store.current().resources[resource.kind],
    clock,
    signal,
    emit,
    secrets,
    persist: (patch) => store.patch(resource.kind, patch),
  };
}

function resourceOf(applying: ApplyContext, kind: ResourceKind): Resource {
  const resource = applying.resources.find((candidate) => candidate.kind === kind);
  if (resource === undefined) throw new Error(`no resource is registered for ${kind}`);
  return resource;
}
