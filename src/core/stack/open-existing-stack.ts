import type { KnownSettings } from "../../config/resolve/known-settings.ts";
import type { Config } from "../../config/schema/schema.ts";
import type { LiveOriginError } from "../../config/failure.ts";
import type { Spec } from "../../config/spec.ts";
import type { Host } from "../host.ts";
import { noStack } from "../state/no-stack.ts";
import { stacksHere } from "../state/stack-files.ts";
import { type Access, openTarget, type OpenTarget } from "./connect-target.ts";
import { findStack, type StackSearch } from "./find-stack.ts";
import { openStack } from "./open-stack.ts";
import type { OpenOptions, Stack } from "./stack.ts";

/** A stack that was made before, and what is known of it without asking a cloud. */
export type ExistingStackRequest = Pick<
  OpenOptions,
  "readOnly" | "waitsForLock" | "rebuildState" | "deployDeadlineMs"
> & {
  readonly access: Access;
  /** The cell that the state names. */
  readonly cell?: string | undefined;
  /** Set where this folder has no state: the stack is looked for by its tags, and only looked at. */
  readonly search?: StackSearch | undefined;
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
  /** Found by its tags: made from another folder, where its settings and its files are. */
  readonly isFound: boolean;
  readonly settings: KnownSettings;
  readonly file: unknown;
  readonly standing: Config | undefined;
};

/**
 * Opens a stack that exists: the one of this folder, else, where the request allows it, the one that carries the name in the
 * clouds. Throws NO_STACK, SEVERAL_STACKS, the MOMENTO_KEY_… codes, and what opening throws.
 */
export async function openExistingStack(
  host: Host,
  request: ExistingStackRequest,
): Promise<ExistingStack> {
  const { access, cell, search, settings, file, standing, ...opening } = request;
  const { spec } = settings;
  const isRehearsal = access.rehearsal !== undefined;
  const first = await openTarget(host, { ...access, spec, cell });
  let opened = first;
  try {
    const known =
      search === undefined ? undefined : await findStack(host, first, { spec, access, search });
    if (search !== undefined && known === undefined)
      throw await noStackAnywhere(host, spec, isRehearsal);
    opened = known?.opened ?? first;
    const stack = await openStack(host, {
      ...opened,
      ...opening,
      spec,
      imported: {},
      found: known,
    });
    if (stack.wasKnown) {
      const dispose = (): PromiseLike<void> => stack[Symbol.asyncDispose]();
      return {
        stack,
        opened,
        isRehearsal,
        isFound: known !== undefined,
        settings,
        file,
        standing,
        [Symbol.asyncDispose]: dispose,
      };
    }
    await stack.release();
    throw noStack({ name: spec.name, isRehearsal, init: host.commandFor("init", spec.name) });
  } catch (error) {
    await opened.clients[Symbol.asyncDispose]();
    throw error;
  }
}

async function noStackAnywhere(
  host: Host,
  { name, region }: Pick<Spec, "name" | "region">,
  isRehearsal: boolean,
): Promise<LiveOriginError> {
  const others = await stacksHere(host.folder, isRehearsal);
  return noStack({
    name,
    isRehearsal,
    init: host.commandFor("init", name),
    looked: region,
    others,
  });
}
