import { EXIT, LiveOriginError } from "../config/failure.ts";
import { printableLine } from "../config/text/printable.ts";
import { flagWords } from "../config/text/shell-text.ts";
import { judgeName } from "../gather/judge-name.ts";
import type { KeysFlags } from "./command-flags.ts";
import type { Invocation } from "./command.ts";
import { ourCommand } from "./next-command.ts";

/** Judges what `keys` is to do, and of which stack. Throws USAGE, INVALID_NAME. */
export async function judgeKeys(invocation: Invocation<KeysFlags>): Promise<void> {
  const [action, which, ...more] = invocation.args;
  const isKnown =
    (action === undefined ||
      (action === "export" && (which === "encoder" || which === "player")) ||
      (action === "print" && which === "player")) &&
    more.length === 0;
  if (!isKnown) throw notUnderstood(invocation);
  if (action === "export" && invocation.flags.out === undefined) throw outMissing(invocation);
  await judgeName(invocation);
}

function notUnderstood(invocation: Invocation): LiveOriginError {
  const said = invocation.args.map((word) => printableLine(word)).join(" ");
  const isEncoder = said === "print encoder";
  const command = (...words: readonly string[]): string =>
    ourCommand(["keys", ...words], invocation);
  return new LiveOriginError({
    code: "USAGE",
    message: isEncoder
      ? "The encoder's key is not printed: whoever sees it can replace the show until it expires."
      : `keys ${said} is not understood: keys alone lists them, \`export encoder\` and \`export player\` write one to a file, \`print player\` prints one.`,
    hint: isEncoder
      ? `Write it to a file for its owner alone: ${command("export", "encoder", ...flagWords("--out", "momento_key_info.json"))}`
      : `For example: ${command("print", "player")}`,
    resource: "keys",
    exitCode: EXIT.usage,
  });
}

function outMissing(invocation: Invocation): LiveOriginError {
  const words = ["keys", ...invocation.args, ...flagWords("--out", "momento_key_info.json")];
  return new LiveOriginError({
    code: "USAGE",
    message: "keys export writes to a file, and --out does not say which.",
    hint: `For example: ${ourCommand(words, invocation)}`,
    resource: "--out",
    exitCode: EXIT.usage,
  });
}
