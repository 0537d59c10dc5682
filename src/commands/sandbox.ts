import { ownCommand } from "../config/text/own-command.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { printableLine } from "../config/text/printable.ts";
import type { Run } from "../cli/command.ts";
import type { SandboxFlags } from "../cli/flags.ts";
import { startLocalSandbox } from "../rehearsal/start-sandbox.ts";
import { readSandboxFile } from "../rehearsal/sandbox-file.ts";
import { sandboxOptions } from "../rehearsal/sandbox-options.ts";
import { untilInterrupted } from "../cli/until-interrupted.ts";

/** Runs the emulated clouds of this folder in the foreground until Ctrl-C. */
export const runSandbox: Run<SandboxFlags> = async ({ context, output, flags }) => {
  const options = await sandboxOptions({ context, flags });
  const other = await readSandboxFile(context);
  if (other !== undefined)
    throw new LiveOriginError({
      code: "SANDBOX_RUNS",
      message: `A sandbox is already running in this folder (pid ${other.pid}).`,
      hint: `Use it: ${ownCommand("init --sandbox")}. Or stop it with Ctrl-C where it runs.`,
      resource: "sandbox",
    });
  let saidBefore = "";
  await using local = await startLocalSandbox(context, {
    ...options,
    log: ({ service, operation, resource, status, note }) => {
      if (output.verbose)
        output.line([service, operation, resource, status, note].filter(Boolean).join(" "));
      // What comes in at an input, and who was turned away, is told nowhere else at the time.
      else if (service === "encoder" && note !== undefined && note !== saidBefore) {
        saidBefore = note;
        output.line(`  ${printableLine(note)}`);
      }
    },
  });
  const { endpoints, id } = local.running;
  const width = Math.max(...Object.keys(endpoints).map((name) => name.length));
  const lines = Object.entries(endpoints).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  output.result(
    { id, pid: context.pid, endpoints, ...(local.running.tls && { tls: local.running.tls }) },
    ["The sandbox is running. In this folder, use it with --sandbox:", ...lines].join("\n"),
  );
  output.line(`In another terminal: ${ownCommand("init --sandbox")}. Ctrl-C here ends it.`);
  await untilInterrupted(context.signal);
  return EXIT.ok;
};
