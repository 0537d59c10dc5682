import { EXIT, LiveOriginError } from "../config/failure.ts";
import { VARIABLES } from "../config/fields/fields.ts";
import { nearest } from "../config/text/suggestion.ts";
import type { Context } from "../context.ts";

const PREFIX = "LIVE_ORIGIN_";

/** Variables that are no setting of the Spec. */
const OTHER_VARIABLES: readonly string[] = ["LIVE_ORIGIN_CONFIG", "LIVE_ORIGIN_SANDBOX"];

/**
 * Refuses a variable that is nearly one of ours: ignored, it would quietly build something else. Variables that resemble
 * none are somebody else's. Throws UNKNOWN_VARIABLE.
 */
export function checkVariables(env: Context["env"]): void {
  const known = [...VARIABLES, ...OTHER_VARIABLES];
  for (const name of Object.keys(env)) {
    if (!name.startsWith(PREFIX) || known.includes(name)) continue;
    const near = nearest(
      name.slice(PREFIX.length),
      known.map((each) => each.slice(PREFIX.length)),
    );
    if (near === undefined) continue;
    throw new LiveOriginError({
      code: "UNKNOWN_VARIABLE",
      message: `The environment has ${name}, which is not a variable of live-origin.`,
      hint: `Did you mean ${PREFIX}${near}? Unset ${name} if it is not for live-origin.`,
      resource: name,
      exitCode: EXIT.usage,
    });
  }
}
