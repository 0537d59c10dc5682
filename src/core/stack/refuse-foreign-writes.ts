import { foreignWritesIn, type ForeignWrite } from "../engine/marks.ts";
import { observeAll } from "../engine/plan.ts";
import type { Observed } from "../engine/resource.ts";
import { isBrokenByHand } from "./broken-by-hand.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Host } from "../host.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";
import type { Stack } from "./stack.ts";

/**
 * Refuses to go on where the cloud has a key, an origin or a destination that these files did not write: another copy of the
 * folder went on, and what is known here is old. Throws WRITTEN_ELSEWHERE with the difference, keys as fingerprints.
 */
export function refuseForeignWrites(
  host: Pick<Host, "commandFor">,
  { resources, planContext, spec }: Pick<Stack, "resources" | "planContext" | "spec">,
  {
    observed,
    verb = "init",
  }: {
    readonly observed: Observed;
    /** The command that would take over what the cloud has. */
    readonly verb?: string;
  },
): void {
  const foreign = foreignWritesIn(resources, planContext(), observed);
  if (foreign.length === 0) return;
  const command = host.commandFor(`${verb} --rebuild-state`, spec.name);
  throw new LiveOriginError({
    code: "WRITTEN_ELSEWHERE",
    message: `What the cloud has was not put there from this folder:\n${foreign
      .map((write) => `  ${foreignWriteText(write)}`)
      .join(
        "\n",
      )}\nAnother copy of this folder went on, or somebody changed it by hand. Nothing was changed.`,
    hint: `Go on in that other folder, or take over here what the cloud has: ${command} (stop, status, verify and play work all the same)`,
    resource: foreign[0]?.resource,
    details: foreign,
  });
}

/**
 * The same for what nobody has looked at yet: whatever of the stack carries keys or places. Reads only, and returns what was
 * seen before and now.
 */
export async function refuseForeignWritesAnywhere(
  host: Pick<Host, "commandFor" | "signal">,
  stack: Pick<Stack, "resources" | "planContext" | "spec">,
  seen: Observed = new Map(),
): Promise<Observed> {
  const { resources } = stack.planContext();
  const unseen = stack.resources.filter(
    ({ kind, marks }) => marks !== undefined && resources[kind] !== undefined && !seen.has(kind),
  );
  const looked = await observeAll(unseen, stack.planContext(), host.signal);
  const observed = new Map([...seen, ...looked]);
  refuseForeignWrites(host, stack, { observed });
  return observed;
}

/** The same, but what somebody changed by hand and does not work at the origin is let pass: the plan puts it right. */
export async function refuseWorkingForeignWrites(
  host: Pick<Host, "commandFor" | "signal">,
  stack: Stack,
  observed: Observed,
): Promise<void> {
  const foreign = foreignWritesIn(stack.resources, stack.planContext(), observed);
  if (foreign.length > 0 && (await isBrokenByHand(host, stack, foreign))) return;
  refuseForeignWrites(host, stack, { observed });
}

/** One difference in words. */
export function foreignWriteText({ resource, id, path, inCloud, here }: ForeignWrite): string {
  const what = WORDS[path] ?? path;
  return `${RESOURCE_NAMES[resource]} ${id}: ${what} is ${inCloud} in the cloud, ${here === undefined ? "and none was written here" : `${here} here`}`;
}

const WORDS: Readonly<Record<string, string>> = {
  Authorization: "the fingerprint of the players' key",
  DomainName: "the origin's host",
  OriginPath: "the origin's path",
  Url: "the destination",
  "Url token": "the fingerprint of the encoder's key",
  PasswordParam: "the parameter of the encoder's key",
  Value: "the fingerprint of the encoder's key",
};
