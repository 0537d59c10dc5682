import type { TeardownFlags } from "../cli/command-flags.ts";
import type { Invocation } from "../cli/command.ts";
import { readState, stackFiles } from "../core/state/stack-files.ts";
import { readSpecFile } from "./config-file.ts";
import { nameOf } from "./stack-name.ts";

/** Does this folder know of something at Momento that a teardown deletes, for which it needs the account's key? Reads files only. */
export async function deletesAtMomento(
  invocation: Invocation<Pick<TeardownFlags, "deleteCache">>,
): Promise<boolean> {
  const { context, flags, mode } = invocation;
  const name = nameOf(invocation, await readSpecFile(context, flags));
  const files = stackFiles(context.cwd, name, mode.isRehearsal);
  const state = await readState(files).catch(() => undefined);
  if (state === undefined) return flags.deleteCache !== undefined;
  const { cache, encoderKey, playerKey } = state.resources;
  const isInDoubt = cache?.ownership === "maybe-ours" && flags.deleteCache === undefined;
  const hasRoles = [encoderKey, playerKey].some((recorded) => recorded?.ids["role"] !== undefined);
  return hasRoles || (cache !== undefined && cache.ownership !== "adopted" && !isInDoubt);
}
