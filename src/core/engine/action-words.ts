import type { Action } from "./action.ts";

/** What is being done, while it is being done. */
export const DOING: Readonly<Record<Action, string>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  adopt: "adopting",
  keep: "keeping",
  delete: "deleting",
};

/** What was done. */
export const DID: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  adopt: "adopted",
  keep: "kept",
  delete: "deleted",
};
