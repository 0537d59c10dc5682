import type { Invocation } from "../cli/command.ts";
import { ourCommand } from "../cli/next-command.ts";
import { restUrlOf } from "../config/momento-endpoint.ts";
import { flagWords } from "../config/text/shell-text.ts";
import { openKeyStore } from "../core/state/key-store.ts";
import { noStack } from "../core/state/no-stack.ts";
import { readState, type StackFiles, stackFiles, stacksHere } from "../core/state/stack-files.ts";
import type { State } from "../core/state/state.ts";
import { readSandboxFile } from "../rehearsal/sandbox-file.ts";
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import { readSpecFile } from "./config-file.ts";
import { refuseForeignHosts } from "./refuse-foreign-hosts.ts";
import { refuseOtherMode } from "./refuse-other-mode.ts";
import { nameOf } from "./stack-name.ts";

/** The keys that this folder holds of a stack, and where they are good. */
export type OwnKeys = {
  readonly state: State;
  readonly secrets: Awaited<ReturnType<typeof openKeyStore>>;
  /** Momento's HTTP data API, without a trailing slash. */
  readonly restEndpoint: string;
  readonly files: StackFiles;
};

/** Reads the files of a stack, and asks nobody. Throws NO_STACK, OTHER_STAGE, NO_SANDBOX, KEYS_DAMAGED, MOMENTO_HOST_FOREIGN. */
export async function gatherOwnKeys(invocation: Invocation): Promise<OwnKeys> {
  const { context, flags, mode } = invocation;
  const { isRehearsal } = mode;
  const file = await readSpecFile(context, flags);
  const name = nameOf(invocation, file);
  const files = stackFiles(context.cwd, name, isRehearsal);
  await refuseForeignHosts(invocation, { file, files });
  const state = await readState(files);
  if (state === undefined) {
    await refuseOtherMode(invocation, name);
    throw noStack({
      name,
      isRehearsal,
      init: ourCommand(["init", ...flagWords("--name", name)], invocation),
      others: await stacksHere(context.cwd, isRehearsal),
    });
  }
  const secrets = await openKeyStore(files.keys);
  if (state.target.kind === "clouds")
    return { state, secrets, files, restEndpoint: restUrlOf(state.target.cell) };
  const sandbox = await readSandboxFile(context);
  if (sandbox === undefined) throw noSandbox();
  return { state, secrets, files, restEndpoint: sandbox.endpoints.momentoRest };
}
