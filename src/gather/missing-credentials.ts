import type { NeededInput } from "../config/needed-input.ts";
import type { Context } from "../context.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import type { AwsSetup } from "./aws-profile.ts";
import { oldVariableNote } from "./find-momento-key.ts";

/** The credentials that a run with real clouds wants and nobody gave; `asksAws` unless it only makes the origin. */
export function missingCredentials(
  context: Pick<Context, "env">,
  {
    momentoKey,
    aws: { hasCredentials },
    asksAws,
  }: {
    readonly momentoKey: FoundKey | undefined;
    readonly aws: AwsSetup;
    readonly asksAws: boolean;
  },
): readonly NeededInput[] {
  if (momentoKey !== undefined) return [];
  const momento: NeededInput = {
    flag: "--momento-key-file",
    variable: "MOMENTO_API_KEY",
    what: `a Momento API key that may create caches and keys (https://console.gomomento.com/api-keys); whoever has a cache and two keys for it needs none: --encoder-key-file, --player-key-file, --cache NAME and --adopt-cache${oldVariableNote(context)}`,
  };
  // Alone it proves nothing: on an AWS machine the credentials come from instance metadata.
  const aws: NeededInput = {
    flag: "--profile",
    variable: "AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY",
    what: "AWS credentials",
  };
  return hasCredentials || !asksAws ? [momento] : [momento, aws];
}
