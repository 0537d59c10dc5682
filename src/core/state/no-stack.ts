import { LiveOriginError } from "../../config/failure.ts";

/** What a command says that works on a stack and finds none of that name here. `init` is the command that would make it. Pure. */
export function noStack(name: string, isRehearsal: boolean, init: string): LiveOriginError {
  return new LiveOriginError({
    code: "NO_STACK",
    message: `There is no ${isRehearsal ? "rehearsal" : "stack"} called ${name} in this folder.`,
    hint: `Make it: ${init}. Or run in the folder where it was made.`,
    resource: name,
  });
}
