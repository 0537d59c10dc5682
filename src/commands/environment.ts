import { EXIT, LiveOriginError } from "../spec/failure.ts";
import { VARIABLES } from "../spec/fields.ts";
import { nearest } from "../spec/suggestion.ts";
import type { Context } from "../context.ts";
import type { Flags } from "./catalog.ts";

const PREFIX = "LIVE_ORIGIN_";
const SANDBOX = "LIVE_ORIGIN_SANDBOX";

/** Variables that are no setting of the Spec. */
export const OTHER_VARIABLES: readonly string[] = ["LIVE_ORIGIN_CONFIG", SANDBOX];

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
      message: `The environment has ${name}, which is no variable of live-origin.`,
      hint: `Did you mean ${PREFIX}${near}? Unset ${name} if it is not for live-origin.`,
      resource: name,
      exitCode: EXIT.usage,
    });
  }
}

/** Fills in `--sandbox` from LIVE_ORIGIN_SANDBOX where the command line does not say it. Throws INVALID_VALUE for another word. */
export function withStage(flags: Flags, env: Context["env"]): Flags {
  const word = (env[SANDBOX] ?? "").trim().toLowerCase();
  if (flags["sandbox"] !== undefined || word === "") return flags;
  if (["true", "yes", "on", "1"].includes(word)) return { ...flags, sandbox: true };
  if (["false", "no", "off", "0"].includes(word)) return { ...flags, sandbox: false };
  throw new LiveOriginError({
    code: "INVALID_VALUE",
    message: `${SANDBOX} must be true or false, not ${JSON.stringify(env[SANDBOX])}.`,
    hint: "Set it to true to rehearse, to false for the clouds, or unset it.",
    resource: SANDBOX,
    exitCode: EXIT.usage,
  });
}
