import { nothingHere } from "../gather/nothing-here.ts";
import type { StatusFlags } from "./command-flags.ts";
import type { Run } from "./command.ts";

/** `status`: says that there is nothing before most of the program is loaded. */
export const lookFirst: Run<StatusFlags> = async (invocation) => {
  const { flags } = invocation;
  const isPlain = flags.all !== true && flags.prices === undefined;
  const nothing = isPlain ? await nothingHere(invocation) : undefined;
  if (nothing !== undefined) throw nothing;
  const { runStatus } = await import("../commands/status.ts");
  return runStatus(invocation);
};
