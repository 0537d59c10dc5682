import { EXIT, LiveOriginError } from "../config/failure.ts";

/** A failure where the sandbox ends with this run: there is nothing to go on with or to undo then. */
export function withoutSandbox(error: unknown, again: string): unknown {
  if (!(error instanceof LiveOriginError)) return error;
  if (error.exitCode !== EXIT.partial && error.exitCode !== EXIT.interrupted) return error;
  const { code, message, resource, exitCode, cause } = error;
  const own = cause instanceof LiveOriginError ? cause.hint : undefined;
  const ended = `The sandbox ended with this command, and so did all that was made in it. Try again: ${again}`;
  return new LiveOriginError({
    code,
    // It existed when that was written.
    message: message.replace(/ What exists: [^.]*\./, ""),
    resource,
    exitCode,
    cause,
    hint:
      code === "CANCELLED"
        ? error.hint
        : [own, ended].filter((part) => part !== undefined).join("\n  "),
  });
}
