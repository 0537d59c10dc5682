import type { Context } from "../context.ts";
import type { RunningSandbox, SandboxOptions } from "../sandbox/index.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { removeSandboxFile, writeSandboxFile, type SandboxFile } from "./sandbox-file.ts";
import { keepOutOfGit, removeEmptyWorkFolder } from "../core/state/stack-files.ts";

/** A sandbox that this process runs. */
type LocalSandbox = AsyncDisposable & {
  readonly file: SandboxFile;
  readonly running: RunningSandbox;
};

/** Starts a sandbox inside this process and tells the folder's other commands about it. Throws PORT_IN_USE. */
export async function startLocalSandbox(
  context: Pick<Context, "cwd" | "pid">,
  options: SandboxOptions,
): Promise<LocalSandbox> {
  const { startSandbox } = await import("../sandbox/index.ts");
  const running = await startSandbox(options).catch((error: unknown) => {
    throw portInUse(error) ?? badPolicy(error) ?? error;
  });
  const file: SandboxFile = {
    id: running.id,
    pid: context.pid,
    endpoints: running.endpoints,
    latency: options.latency,
    memoryMiB: options.memoryMiB,
    momentoApiKey: running.momentoApiKey,
    momentoAccountKey: running.momentoAccountKey,
    momentoSessionToken: running.momentoSessionToken,
    defaults: running.defaults,
    rtmpPort: running.rtmpPort,
    tls: running.tls,
    files: running.files,
  };
  try {
    await keepOutOfGit(context.cwd);
    await writeSandboxFile(context.cwd, file);
  } catch (error) {
    await running.close();
    throw error;
  }
  return {
    file,
    running,
    // The folder goes too when nothing else is in it.
    [Symbol.asyncDispose]: async () => {
      await running.close();
      await removeSandboxFile(context.cwd, running.id);
      await removeEmptyWorkFolder(context.cwd);
    },
  };
}

function badPolicy(error: unknown): LiveOriginError | undefined {
  if (!(error instanceof Error) || error.name !== "PolicyProblem") return undefined;
  return new LiveOriginError({
    code: "USAGE",
    message: `--policy holds no policy that the sandbox can evaluate: ${error.message}`,
    hint: "Give an IAM policy document, as the AWS console shows it.",
    resource: "--policy",
    exitCode: EXIT.usage,
    cause: error,
  });
}

function portInUse(error: unknown): LiveOriginError | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "EADDRINUSE")
    return undefined;
  const port = "port" in error ? String(error.port) : "?";
  return new LiveOriginError({
    code: "PORT_IN_USE",
    message: `Port ${port} on 127.0.0.1 is in use, so the sandbox cannot listen there.`,
    hint: `Stop what uses it (another sandbox?), or choose another port: --rtmp-port 0 takes a free one.`,
    resource: port,
    cause: error,
  });
}
