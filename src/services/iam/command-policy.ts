import { RESOURCE_KINDS, type ResourceKind } from "../../core/state/state.ts";
import type { PolicyDocument } from "./policy-document.ts";
import type { Purpose } from "./action-needs.ts";
import { requiredPolicy, type PolicyPlace } from "./required-actions.ts";

/** What a command does in AWS, and to which kinds of resource. */
type CommandNeeds = {
  readonly kinds: readonly ResourceKind[];
  readonly purposes: readonly Purpose[];
};

const CHANNEL: readonly ResourceKind[] = [
  "parameter",
  "role",
  "inputSecurityGroup",
  "input",
  "channel",
  "schedulerRole",
];
const CDN: readonly ResourceKind[] = ["function", "cachePolicy", "distribution"];
// A changed Spec may no longer want a resource, so converging includes removal.
const CONVERGE: readonly Purpose[] = ["read", "count", "create", "update", "delete"];

/** What each command does in AWS; commands that are not here ask AWS for nothing but the caller's identity. */
export const COMMAND_NEEDS: Readonly<Record<string, CommandNeeds>> = {
  init: { kinds: RESOURCE_KINDS, purposes: [...CONVERGE, "run", "schedule"] },
  "init --rebuild-state": {
    kinds: RESOURCE_KINDS,
    purposes: [...CONVERGE, "run", "schedule", "rebuild"],
  },
  "create-channel": { kinds: CHANNEL, purposes: [...CONVERGE, "schedule"] },
  "create-cdn": { kinds: CDN, purposes: CONVERGE },
  // They end with a report of the whole stack, so they read all of it.
  start: { kinds: RESOURCE_KINDS, purposes: ["read", "run", "schedule"] },
  stop: { kinds: RESOURCE_KINDS, purposes: ["read", "run"] },
  status: { kinds: RESOURCE_KINDS, purposes: ["read"] },
  verify: { kinds: ["channel", "distribution"], purposes: ["read"] },
  doctor: { kinds: RESOURCE_KINDS, purposes: ["read", "count"] },
  "rotate-keys": {
    kinds: ["parameter", "channel", "distribution"],
    purposes: ["read", "update", "run"],
  },
  teardown: { kinds: RESOURCE_KINDS, purposes: ["read", "delete"] },
  "teardown --orphans": { kinds: RESOURCE_KINDS, purposes: ["read", "delete", "rebuild"] },
};

/** The policy for a command (a key of COMMAND_NEEDS), or for all of them together. */
export function commandPolicy(command: string | undefined, place: PolicyPlace): PolicyDocument {
  const needs = command === undefined ? undefined : COMMAND_NEEDS[command];
  if (command !== undefined)
    return requiredPolicy(needs?.kinds ?? [], needs?.purposes ?? [], place);
  return requiredPolicy(RESOURCE_KINDS, [...CONVERGE, "run", "schedule", "rebuild"], place);
}
