import type { Invocation } from "../cli/command.ts";
import type { ImportedKeyFlags } from "../cli/flags.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import type { GivenKeys } from "../services/momento/imported-keys.ts";
import { readKeyFile } from "./find-momento-key.ts";

/**
 * Reads `--encoder-key-file` and `--player-key-file`, without judging what they hold. Throws USAGE, MOMENTO_KEY_FILE,
 * MOMENTO_HOST_FOREIGN.
 */
export async function readGivenKeys({
  context,
  flags,
  mode,
}: Invocation<Partial<ImportedKeyFlags>>): Promise<GivenKeys> {
  const { isRehearsal } = mode;
  const read = async (flag: string, file: string | undefined): Promise<FoundKey | undefined> =>
    file === undefined ? undefined : readKeyFile(context, file, { flag, isRehearsal });
  return {
    encoderKey: await read("--encoder-key-file", flags.encoderKeyFile),
    playerKey: await read("--player-key-file", flags.playerKeyFile),
  };
}
