import type { NeededInput } from "../config/needed-input.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";

/** One failure that names everything that is missing at once: exit 4. `otherwise` is a way on that needs none of it. */
export function inputNeeded(needed: readonly NeededInput[], otherwise?: string): LiveOriginError {
  const ways = needed.map(
    ({ flag, variable, what }) =>
      `  ${flag}${variable === undefined ? "" : ` (or ${variable})`}: ${what}`,
  );
  // A consent is never said by the environment or a file.
  const places = needed.some(({ variable }) => variable !== undefined)
    ? ", the environment or live-origin.json"
    : "";
  const count = needed.length === 1 ? "One answer is" : `${needed.length} answers are`;
  return new LiveOriginError({
    code: "INPUT_NEEDED",
    message: `${count} missing, and there is no terminal to ask on:\n${ways.join("\n")}`,
    hint: [
      `Add ${needed.length === 1 ? "it" : "them"} to the command line${places}, or run in a terminal.`,
      ...(otherwise === undefined ? [] : [otherwise]),
    ].join(" "),
    details: needed,
    exitCode: EXIT.inputNeeded,
  });
}
