import type { KnownSettings } from "../../config/resolve/known-settings.ts";
import type { Config } from "../../config/schema/schema.ts";
import type { Host } from "../host.ts";
import { noStack } from "../state/no-stack.ts";
import { type Access, openTarget, type OpenTarget } from "./connect-target.ts";
import { openStack } from "./open-stack.ts";
import type { Opening, Stack } from "./stack.ts";

/** A stack that was made before, and what is known of it without asking a cloud. */
export type ExistingStackRequest = Pick<
  Opening,
  "readOnly" | "waitsForLock" | "rebuildState" | "deployDeadlineMs"
> & {
  readonly access: Access;
  /** What it was made with, and who says so. */
  readonly settings: KnownSettings;
  /** The Spec file, if there is one for this stack. */
  readonly file: unknown;
  /** What of the remembered settings a bare `init` would start from: a key that is gone from the file is gone from them. */
  readonly standing: Config | undefined;
};

/** A stack that was made before, open, its lock held (unless it is only looked at), until it is disposed of. */
export type ExistingStack = AsyncDisposable & {
  readonly stack: Stack;
  readonly opened: OpenTarget;
  readonly isRehearsal: boolean;
  readonly settings: KnownSettings;
  readonly file: unknown;
  readonly standing: Config | undefined;
};

/** Opens a stack that exists. Throws NO_STACK, the MOMENTO_KEY_… codes, and what opening throws. */
export async function openExistingStack(
  host: Host,
  request: ExistingStackRequest,
): Promise<ExistingStack> {
  const { access, settings, file, standing, ...opening } = request;
  const { spec } = settings;
  const isRehearsal = access.rehearsal !== undefined;
  const opened = await openTarget(host, { ...access, spec });
  try {
    const stack = await openStack(host, { ...opened, ...opening, spec, imported: {} });
    if (stack.wasKnown) {
      const dispose = (): PromiseLike<void> => stack[Symbol.asyncDispose]();
      return {
        stack,
        opened,
        isRehearsal,
        settings,
        file,
        standing,
        [Symbol.asyncDispose]: dispose,
      };
    }
    await stack.release();
    throw noStack(spec.name, isRehearsal, host.commandFor("init", spec.name));
  } catch (error) {
    await opened.clouds.close();
    throw error;
  }
}
