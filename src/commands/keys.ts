import { resolve } from "node:path";
import type { KeysFlags } from "../cli/command-flags.ts";
import type { Invocation, Run } from "../cli/command.ts";
import { nextCommand } from "../cli/next-command.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { printableLine } from "../config/text/printable.ts";
import type { StoredKey } from "../core/engine/resource.ts";
import { exportKey } from "../core/state/export-key.ts";
import { halfExport } from "../core/state/stack-files.ts";
import { listKeys } from "../core/keys/list-keys.ts";
import { gatherOwnKeys, type OwnKeys } from "../gather/own-keys.ts";
import { renderKeys } from "../terminal/keys-view.ts";

/**
 * Lists the stack's keys by their fingerprints, writes one to a file, or prints the players' one: a key comes out only when it
 * is asked for by name. Asks no cloud. What is typed was judged before.
 */
export const runKeys: Run<KeysFlags> = async (invocation) => {
  const { args, output } = invocation;
  const [action, which] = args;
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
