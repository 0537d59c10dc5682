import { EXIT, LiveOriginError } from "../config/failure.ts";
import { ownCommand } from "../config/text/own-command.ts";

/** What a command says that needs a sandbox and finds none in its folder. */
export function noSandbox(): LiveOriginError {
  return new LiveOriginError({
    code: "NO_SANDBOX",
    message: "No sandbox is running in this folder.",
    hint: `Start one in another terminal: ${ownCommand("sandbox")}. Or rehearse in one go: ${ownCommand("init --sandbox")}.`,
    resource: "sandbox",
    exitCode: EXIT.inputNeeded,
  });
}
