import { EXIT } from "../config/failure.ts";
import { isNothingMade, noneMade, nothingHere } from "../gather/nothing-here.ts";
import type { StatusFlags } from "./command-flags.ts";
import type { Run } from "./command.ts";

/** `status`: says that there is nothing before most of the program is loaded. */
export const lookFirst: Run<StatusFlags> = async (invocation) => {
  const { context, flags, mode, output } = invocation;
  if (flags.prices === undefined) {
    if (flags.all !== true) {
      const nothing = await nothingHere(invocation);
      if (nothing !== undefined) throw nothing;
    } else if (flags.watch !== true && (await isNothingMade(context))) {
      output.result({ stacks: [] }, noneMade(mode.isRehearsal));
      return EXIT.ok;
    }
  }
  const { runStatus } = await import("../commands/status.ts");
  return runStatus(invocation);
};
