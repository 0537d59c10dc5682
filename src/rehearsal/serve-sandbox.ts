import { ownCommand } from "../config/text/own-command.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import { printableLine } from "../config/text/printable.ts";
import type { Invocation } from "../cli/command.ts";
import type { SandboxCommandFlags } from "../cli/command-flags.ts";
import { noSandbox } from "./no-sandbox.ts";
import { startLocalSandbox } from "./start-sandbox.ts";
import { readSandboxFile } from "./sandbox-file.ts";
import { sandboxEnvironment } from "./sandbox-environment.ts";
import { untilInterrupted } from "../cli/until-interrupted.ts";

/** Runs the emulated clouds of this folder in the foreground until Ctrl-C; without options it is about those that run already. */
export async function serveSandbox(
  invocation: Invocation<SandboxCommandFlags>,
  options: Parameters<typeof startLocalSandbox>[1] | undefined,
): Promise<ExitCode> {
  const { context, output } = invocation;
  if (options === undefined) return useRunning(invocation);
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
  const { endpoints, id, tls, rtmpPort } = local.running;
  const shown = {
    ...endpoints,
    rtmp: `rtmp://127.0.0.1:${rtmpPort}`,
    ...(tls && { tlsProxy: tls.proxyUrl, tlsAuthority: tls.certificateFile }),
  };
  const width = Math.max(...Object.keys(shown).map((name) => name.length));
  const lines = Object.entries(shown).map(([name, url]) => `  ${name.padEnd(width)}  ${url}`);
  output.result(
    { id, pid: context.pid, endpoints, rtmpPort, ...(tls && { tls }) },
    ["The sandbox is running. In this folder, use it with --sandbox:", ...lines].join("\n"),
  );
  output.line(`In another terminal: ${ownCommand("init --sandbox")}. Ctrl-C here ends it.`);
  await untilInterrupted(context.signal);
  return EXIT.ok;
}

const READY_MS = 30_000;
const LOOK_MS = 100;

/** `--wait-ready` and `--env`: about the sandbox that another process runs in this folder. Throws NO_SANDBOX. */
async function useRunning({
  context,
  output,
  flags,
}: Invocation<SandboxCommandFlags>): Promise<ExitCode> {
  const { clock, signal } = context;
  const until = clock.now() + (flags.waitReady === true ? READY_MS : 0);
  for (;;) {
    // Written when everything listens.
    const file = await readSandboxFile(context);
    if (file !== undefined) {
      const env = sandboxEnvironment(file);
      const isPosix = context.shell !== "powershell";
      const lines = Object.entries(env).map(([name, value]) =>
        isPosix ? `export ${name}='${value}'` : `$env:${name} = '${value}'`,
      );
      if (flags.env === true) output.result({ env }, lines.join("\n"));
      else output.result({ id: file.id, pid: file.pid }, `The sandbox is ready (pid ${file.pid}).`);
      return EXIT.ok;
    }
    if (clock.now() >= until) throw noSandbox();
    await clock.sleep(LOOK_MS, signal);
  }
}
