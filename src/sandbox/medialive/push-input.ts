import type { PushInput } from "../encoder/inputs/push-endpoints.ts";
import { isPush } from "./input-types.ts";
import type { Input } from "./records.ts";
import { arnOf, type Region } from "./region.ts";

/** Tells where senders may push from now on: an input takes pushes as soon as it exists, whether or not a channel runs. */
export async function announcePush(region: Region, inputId: string): Promise<void> {
  const input = region.inputs.get(inputId);
  if (input === undefined || !isPush(input.type)) return;
  const announced: PushInput = {
    id: arnOf(region, "input", inputId),
    urls: input.state === "DELETED" ? [] : input.endpoints.map(({ url }) => url),
    cidrs: () => cidrsOf(region, [input]),
  };
  await region.onPushInput(announced);
}

/** The CIDRs of the inputs' security groups as they are now. */
export function cidrsOf(region: Region, inputs: readonly Input[]): readonly string[] {
  const groups = inputs.flatMap(({ id }) => region.inputs.get(id)?.securityGroups ?? []);
  return [...new Set(groups)].flatMap((id) => region.groups.get(id)?.cidrs ?? []);
}
