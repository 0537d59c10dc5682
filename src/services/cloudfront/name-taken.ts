import { LiveOriginError } from "../../config/failure.ts";
import type { ResourceKind } from "../../core/state/state.ts";

/** The error for a resource of our name that somebody else made; `what` names its kind: "A cache policy". */
export function nameTaken(what: string, name: string, resource: ResourceKind): LiveOriginError {
  return new LiveOriginError({
    code: "NOT_OURS",
    message: `${what} ${name} exists that is not this stack's.`,
    hint: "Choose another --name, or take the stack over with --rebuild-state if it is yours.",
    resource,
  });
}
