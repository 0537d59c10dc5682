import type { Invocation } from "../cli/command.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import type { GivenKeys } from "../services/momento/imported-keys.ts";
import { readKeyFile } from "./find-momento-key.ts";

/** Reads `--encoder-key-file` and `--player-key-file`, without judging what they hold. Throws USAGE, MOMENTO_KEY_FILE, MOMENTO_HOST_FOREIGN. */
export async function readGivenKeys({ context, flags }: Invocation): Promise<GivenKeys> {
  const isRehearsal = flags["sandbox"] === true;
  const read = async (flag: string, file: unknown): Promise<FoundKey | undefined> =>
    typeof file === "string" ? readKeyFile(context, file, { flag, isRehearsal }) : undefined;
  return {
    encoderKey: await read("--encoder-key-file", flags["encoderKeyFile"]),
    playerKey: await read("--player-key-file", flags["playerKeyFile"]),
  };
}
