import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { errorDocument, renderError } from "../../terminal/error-view.ts";
import { renderStack } from "../../terminal/status-view.ts";
import type { Invocation } from "../../cli/command.ts";
import { openKnownStack } from "../stack/open-existing-stack.ts";
import { lookAtStack, type StackLook } from "./inspect-stack.ts";
import { readState, stackFiles, stackNames } from "../state/stack-files.ts";

/** A stack that could be looked at, or why not. */
export type Looked = StackLook | { readonly name: string; readonly error: LiveOriginError };

/** Looks at the stack that is meant, or with `--all` at every one of the folder. */
export async function lookAtStacks(invocation: Invocation): Promise<readonly Looked[]> {
  const { context, flags } = invocation;
  if (flags["all"] !== true) return [await lookAt(invocation)];
  const isRehearsal = flags["sandbox"] === true;
  const looks: Looked[] = [];
  for (const name of await stackNames(context.cwd, isRehearsal)) {
    if ((await readState(stackFiles(context.cwd, name, isRehearsal))) === undefined) continue;
    looks.push(await lookAtNamed(invocation, name));
  }
  return looks;
}

async function lookAtNamed(invocation: Invocation, name: string): Promise<Looked> {
  try {
    return await lookAt({ ...invocation, flags: { ...invocation.flags, name } });
  } catch (error) {
    if (error instanceof LiveOriginError) return { name, error };
    throw error;
  }
}

async function lookAt(invocation: Invocation): Promise<StackLook> {
  const known = await openKnownStack(invocation, { readOnly: true, ownKeyWillDo: true });
  try {
    return await lookAtStack(invocation, known);
  } finally {
    await known.stack.release();
    await known.stack.clouds.close();
  }
}

/** All looks as text. */
export function renderLooks({ output }: Invocation, looks: readonly Looked[], now: number): string {
  const { outStyle, verbose } = output;
  return looks
    .map((look) =>
      "error" in look
        ? `${outStyle.bold(look.name)}\n${renderError(look.error, outStyle, verbose)}`
        : renderStack(look, outStyle, now),
    )
    .join("\n\n");
}

/** A look as it stands in a document. */
export function shown(look: Looked): unknown {
  return "error" in look ? { name: look.name, ...errorDocument(look.error) } : look;
}

/** 1 when a stack could not be looked at, 5 when one drifted. */
export function exitOf(looks: readonly Looked[]): number {
  if (looks.some((look) => "error" in look)) return EXIT.failed;
  const drifted = looks.some((look) => !("error" in look) && look.drift.length > 0);
  return drifted ? EXIT.checkFailed : EXIT.ok;
}
