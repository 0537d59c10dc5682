import { randomBytes } from "node:crypto";
import { heldKeys, openKeyStore } from "../state/key-store.ts";
import type { Resource, Scope, SecretStore } from "../engine/resource.ts";
import { createStateStore, type StateStore } from "../state/state-store.ts";
import type { State, Target } from "../state/state.ts";
import type { SettingsMemory } from "../../config/remembered.ts";
import { Secret } from "../../config/secret.ts";
import type { Spec } from "../../config/spec.ts";
import type { Invocation } from "../../cli/command.ts";
import type { Clouds } from "./clouds.ts";
import type { ImportedKeys } from "../../gather/imported-keys.ts";
import { expiringKeys, warnAboutExpiry } from "../keys/key-expiry.ts";
import { rebuildStack } from "../rebuild/rebuild-stack.ts";
import { stackResources } from "./stack-resources.ts";
import {
  forgetStack,
  readState,
  removeEmptyFolders,
  removeLeftovers,
  type StackFiles,
  stackFiles,
  writeState,
} from "../state/stack-files.ts";
import { lockStack } from "../state/stack-lock.ts";
import { isSameTarget, wrongTarget } from "../state/target.ts";

/** A stack that this run works on, its lock held (unless it is only looked at). */
export type Stack = {
  readonly spec: Spec;
  readonly account: string;
  readonly target: Target;
  readonly files: StackFiles;
  readonly clouds: Clouds;
  readonly store: StateStore;
  readonly secrets: SecretStore;
  readonly resources: readonly Resource[];
  readonly scope: () => Scope;
  /** Keys that the user brought along. */
  readonly imported: ImportedKeys;
  readonly memory?: SettingsMemory | undefined;
  /** False on a first run: there was no state. */
  readonly wasKnown: boolean;
  /** Gives the lock back; nothing may be written through this stack afterwards. */
  readonly release: () => Promise<void>;
};

export type Opening = {
  readonly spec: Spec;
  readonly account: string;
  readonly target: Target;
  readonly clouds: Clouds;
  readonly imported: ImportedKeys;
  /** Of a run that may make or change something by a Spec. */
  readonly memory?: SettingsMemory | undefined;
  /** Look only: no lock, nothing written. */
  readonly readOnly: boolean;
};

/**
 * Opens the files of a stack under its lock. Throws LOCKED, WRONG_TARGET, STATE_DAMAGED, STATE_NEWER, KEYS_DAMAGED and
 * the disk's codes; a rehearsal's state whose sandbox is gone is discarded with one line.
 */
export async function openStack(invocation: Invocation, opening: Opening): Promise<Stack> {
  const { context } = invocation;
  const { spec, target } = opening;
  const files = stackFiles(context.cwd, spec.name, target.kind === "sandbox");
  const unlock = opening.readOnly ? noRelease : await lockStack(invocation, files);
  let isHeld = true;
  const release = async (): Promise<void> => {
    // Once only: by a second time another run may hold the lock.
    if (!isHeld) return;
    isHeld = false;
    await unlock();
    if (!opening.readOnly) await removeEmptyFolders(context.cwd, files);
  };
  try {
    if (!opening.readOnly) await removeLeftovers(files);
    const rebuilt =
      invocation.flags["rebuildState"] === undefined
        ? undefined
        : await rebuildStack(invocation, opening, files);
    const known =
      rebuilt?.state ?? (await currentState(invocation, files, target, opening.readOnly));
    const initial = known ?? firstState(spec, target, opening.readOnly, context.clock.now());
    const secrets = rebuilt?.secrets ?? (await keyStore(opening, files, known));
    const store = createStateStore(
      initial,
      (state) => writeState(context, files, state),
      () => context.clock.now(),
    );
    warnAboutExpiry(invocation, spec.name, expiringKeys(initial.resources, secrets));
    return {
      ...opening,
      files,
      store,
      secrets,
      release,
      wasKnown: known !== undefined,
      resources: stackResources(opening.clouds, secrets, {
        imported: opening.imported,
        now: () => context.clock.now(),
        deployDeadlineMs: invocation.flags["wait"] === false ? 0 : undefined,
      }),
      scope: () => scopeOf(opening, store.current(), secrets),
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function keyStore(
  { readOnly }: Opening,
  files: StackFiles,
  known: State | undefined,
): Promise<SecretStore> {
  return known === undefined && readOnly ? heldKeys({}) : openKeyStore(files.keys);
}

async function noRelease(): Promise<void> {
  // Nothing was locked.
}

function scopeOf(opening: Opening, state: State, secrets: SecretStore): Scope {
  return {
    spec: opening.spec,
    stackId: state.stackId,
    account: opening.account,
    momentoRestUrl: opening.clouds.momentoRestUrl,
    rows: state.resources,
    secrets: {
      encoderKey: secrets.get("encoderKey")?.apiKey ?? Secret.pending(),
      playerKey: secrets.get("playerKey")?.apiKey ?? Secret.pending(),
    },
  };
}

async function currentState(
  { output }: Invocation,
  files: StackFiles,
  target: Target,
  readOnly: boolean,
): Promise<State | undefined> {
  const state = await readState(files);
  if (state === undefined || isSameTarget(state.target, target)) return state;
  if (state.target.kind !== "sandbox" || target.kind !== "sandbox")
    throw wrongTarget(state, target);
  output.line(`The rehearsal of ${state.name} in a sandbox that is gone is forgotten.`);
  if (!readOnly) await forgetStack(files);
  return undefined;
}

/** A plan that writes nothing draws no id: it shows zeros where the id will be. */
function firstState(spec: Spec, target: Target, readOnly: boolean, now: number): State {
  return {
    version: 1,
    name: spec.name,
    stackId: readOnly ? "0".repeat(16) : randomBytes(8).toString("hex"),
    target,
    region: spec.region,
    createdAt: new Date(now).toISOString(),
    resources: {},
  };
}
