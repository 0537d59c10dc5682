import { resolve } from "node:path";
import type { KeysFlags } from "../cli/command-flags.ts";
import type { Invocation, Run } from "../cli/command.ts";
import { nextCommand, ourCommand } from "../cli/next-command.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { flagWords } from "../config/text/shell-text.ts";
import { printableLine } from "../config/text/printable.ts";
import type { StoredKey } from "../core/engine/resource.ts";
import { exportKey } from "../core/state/export-key.ts";
import { halfExport } from "../core/state/stack-files.ts";
import { listKeys } from "../core/keys/list-keys.ts";
import { gatherOwnKeys, type OwnKeys } from "../gather/own-keys.ts";
import { renderKeys } from "../terminal/keys-view.ts";

/**
 * Lists the stack's keys by their fingerprints, writes one to a file, or prints the players' one: a key comes out only when it
 * is asked for by name. Asks no cloud.
 */
export const runKeys: Run<KeysFlags> = async (invocation) => {
  const { args, output } = invocation;
  const [action, which, ...more] = args;
  const isKnown =
    (action === undefined ||
      (action === "export" && (which === "encoder" || which === "player")) ||
      (action === "print" && which === "player")) &&
    more.length === 0;
  if (!isKnown) throw notUnderstood(invocation);
  if (action === "export" && invocation.flags.out === undefined) throw outMissing(invocation);
  const own = await gatherOwnKeys(invocation);
  const { state, secrets, restEndpoint } = own;
  if (action === undefined) {
    const keys = listKeys(state, secrets);
    output.result(
      { name: state.name, restEndpoint, keys },
      renderKeys({ name: state.name, restEndpoint, keys }, output.outStyle),
    );
    return EXIT.ok;
  }
  const kind = which === "encoder" ? "encoderKey" : "playerKey";
  const key = heldKey(invocation, own, kind);
  if (action === "print") {
    output.result({ apiKey: key.apiKey.reveal() }, key.apiKey.reveal());
    return EXIT.ok;
  }
  const path = resolve(invocation.context.cwd, invocation.flags.out ?? "");
  await exportKey(key, { path, restEndpoint, temporary: halfExport(own.files, kind) });
  output.result(
    { key: which, file: path, expiresAt: key.expiresAt },
    `The ${which} key is in ${printableLine(path)}, readable by you alone. It comes in again with --${which}-key-file.`,
  );
  return EXIT.ok;
};

function heldKey(
  invocation: Invocation,
  { state, secrets }: OwnKeys,
  kind: "encoderKey" | "playerKey",
): StoredKey {
  const key = secrets.get(kind);
  if (key !== undefined) return key;
  throw new LiveOriginError({
    code: "KEY_NOT_HERE",
    message: `This folder holds no ${kind === "encoderKey" ? "encoder" : "player"} key of ${state.name}.`,
    hint: `Make it with: ${nextCommand("create-origin", state.name, invocation)}`,
    resource: kind,
  });
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
