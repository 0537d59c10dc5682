import type { SandboxCommandFlags } from "../cli/command-flags.ts";
import type { Run } from "../cli/command.ts";
import { sandboxOptions } from "../rehearsal/sandbox-options.ts";

/** Runs the emulated clouds of this folder, or tells of those that run; what its flags say is judged before the emulators are loaded. */
export const runSandbox: Run<SandboxCommandFlags> = async (invocation) => {
  const { flags } = invocation;
  const isStarted = flags.env !== true && flags.waitReady !== true;
  const options = isStarted ? await sandboxOptions(invocation) : undefined;
  const { serveSandbox } = await import("../rehearsal/serve-sandbox.ts");
  return serveSandbox(invocation, options);
};
