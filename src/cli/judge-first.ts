import type { SpecPart } from "../config/spec.ts";
import type { PlayFlags } from "./command-flags.ts";
import type { Invocation } from "./command.ts";
import type { MakingFlags, ProvisionFlags } from "./flags.ts";

/** Refuses what is typed as the command itself would, before that is loaded. */
type Judge<Flags> = (invocation: Invocation<Flags>) => Promise<void>;

/** Of a command that makes these parts. */
export function judgeSettings(
  parts: readonly SpecPart[],
): Judge<MakingFlags & Partial<ProvisionFlags>> {
  return async (invocation) => {
    const judge = await import("../gather/judge-settings.ts");
    await judge.judgeSettings(invocation, parts);
  };
}

/** Flags whose files are read before a stack is looked for. */
export const IMPORTED_KEYS = ["encoderKeyFile", "playerKeyFile"] as const;

/** Of a command on a stack, where it looks at nothing before the stack's name: with the flags that are `given`, and without the others. */
export function judgeName<Flags>({
  given = [],
  without = [],
}: {
  readonly given?: readonly (keyof Invocation<Flags>["flags"])[];
  readonly without?: readonly (keyof Invocation<Flags>["flags"])[];
}): Judge<Flags> {
  return async (invocation) => {
    const { flags, typed } = invocation;
    const isFirst =
      given.every((flag) => flags[flag] !== undefined) &&
      without.every((flag) => flags[flag] === undefined);
    if (!isFirst || typed["name"] === undefined) return;
    const judge = await import("../gather/judge-name.ts");
    await judge.judgeName(invocation);
  };
}

/** Of a command on a stack or a playback URL. */
export const judgePlayback: Judge<Pick<PlayFlags, "url">> = async (invocation) => {
  const { url } = invocation.flags;
  if (url === undefined) return judgeName({})(invocation);
  const { parsePlaybackUrl } = await import("./parse-playback-url.ts");
  parsePlaybackUrl(url);
};
