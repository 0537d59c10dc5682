import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { NeededInput } from "../../config/needed-input.ts";

/** The key of the account, as what is missing. */
const MOMENTO_KEY: NeededInput = {
  flag: "--momento-key-file",
  variable: "MOMENTO_API_KEY",
  what: "the Momento API key of this stack's account",
};

/** What a run says that needs the account's key and was not given it: exit 4. `why` names what it is needed for. */
export function momentoKeyNeeded(why = "This"): LiveOriginError {
  return new LiveOriginError({
    code: "INPUT_NEEDED",
    message: `${why} needs the key of the Momento account:\n  ${MOMENTO_KEY.flag} (or ${MOMENTO_KEY.variable}): ${MOMENTO_KEY.what}`,
    hint: "Add it to the command line or the environment, or run in a terminal, which asks for it.",
    details: [MOMENTO_KEY],
    exitCode: EXIT.inputNeeded,
  });
}
