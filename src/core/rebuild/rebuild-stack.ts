import { openKeyStore, memoryKeyStore } from "../state/key-store.ts";
import type { SecretStore } from "../engine/resource.ts";
import type { State } from "../state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import { PREVIOUS, WHOSE } from "../../services/momento/key-roles.ts";
import type { Host } from "../host.ts";
import type { KeysInUse } from "./read-keys-back.ts";
import { listTaggedResources } from "../teardown/list-tagged-resources.ts";
import { rebuildState } from "./rebuild-state.ts";
import type { OpenOptions } from "../stack/stack.ts";
import { readState, setAside, type StackFiles, writeState } from "../state/stack-files.ts";
import { chooseStack, orphanedStacks } from "./orphaned-stack.ts";
import { isSameTarget, wrongTarget } from "../state/target.ts";

/** What is still readable of a stack's files. */
type LeftOnDisk = {
  readonly state: State | undefined;
  readonly keys: KeysInUse;
  /** Paths of files that cannot be read as what they should be. */
  readonly damaged: readonly string[];
};

type Rebuilt = { readonly state: State; readonly secrets: SecretStore };

/**
 * `--rebuild-state`: takes over the stack of this name that the clouds have, after its own yes, and writes its state and
 * keys anew; damaged files are set aside, never overwritten. Undefined when there is nothing to take over. Throws
 * STATE_NEWER, WRONG_TARGET, NO_SUCH_STACK, SEVERAL_STACKS, DECLINED and the disk's codes.
 */
export async function rebuildStack(
  host: Host,
  opening: OpenOptions,
  files: StackFiles,
): Promise<Rebuilt | undefined> {
  const { spec, clients, readOnly } = opening;
  const onDisk = await readWhatIsLeft(files, opening);
  const tagged = await listTaggedResources(host, { clients, region: spec.region });
  const chosen = chooseStack(orphanedStacks(tagged, spec.name), opening.rebuildState, {
    onDisk: onDisk.state,
  });
  if (chosen === undefined) {
    note(host, `Nothing in ${spec.region} carries the name ${spec.name}: nothing to rebuild.`);
    if (!readOnly) await setAllAside(host, onDisk.damaged);
    return undefined;
  }
  const { stackId, resources } = chosen;
  if (!(await host.decide({ about: "take-over", stackId, resources }))) throw notTakenOver();
  const { state, keys } = await rebuildState(host, { opening, orphan: chosen, onDisk });
  for (const kind of ["encoderKey", "playerKey"] as const)
    if (keys[kind] === undefined) note(host, `No ${WHOSE[kind]} key is in use: init makes one.`);
  if (readOnly) return { state, secrets: memoryKeyStore(keys) };
  await setAllAside(host, onDisk.damaged);
  const secrets = await openKeyStore(files.keys);
  for (const kind of ["encoderKey", "playerKey"] as const) {
    const key = keys[kind];
    if (key === undefined) continue;
    const stored = secrets.get(kind);
    // What it replaced belongs to a rotation of which these files do not know the end.
    if (stored !== undefined && fingerprint(stored.apiKey) !== fingerprint(key.apiKey))
      await secrets.remove(PREVIOUS[kind]);
    await secrets.put(kind, key);
  }
  await writeState(host.folder, files, state);
  note(host, `The state of ${spec.name} was rebuilt from what AWS and Momento have.`);
  return { state, secrets };
}

async function readWhatIsLeft(files: StackFiles, { target }: OpenOptions): Promise<LeftOnDisk> {
  const state = await unlessDamaged("STATE_DAMAGED", () => readState(files));
  const store = await unlessDamaged("KEYS_DAMAGED", () => openKeyStore(files.keys));
  const damaged = [
    ...(state === "damaged" ? [files.state] : []),
    ...(store === "damaged" ? [files.keys] : []),
  ];
  if (state === "damaged" || state === undefined)
    return { state: undefined, keys: keysOf(store), damaged };
  if (isSameTarget(state.target, target)) return { state, keys: keysOf(store), damaged };
  if (state.target.kind !== "sandbox" || target.kind !== "sandbox")
    throw wrongTarget(state, target);
  // The rehearsal that these belong to is gone, and all that it could be rebuilt from.
  return { state: undefined, keys: {}, damaged };
}

async function unlessDamaged<Content>(
  code: string,
  read: () => Promise<Content>,
): Promise<Content | "damaged"> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LiveOriginError && error.code === code) return "damaged";
    throw error;
  }
}

function keysOf(store: SecretStore | "damaged"): KeysInUse {
  if (store === "damaged") return {};
  return { encoderKey: store.get("encoderKey"), playerKey: store.get("playerKey") };
}

async function setAllAside(host: Host, damaged: readonly string[]): Promise<void> {
  for (const path of damaged) note(host, `The damaged ${path} is kept as ${await setAside(path)}.`);
}

function note({ emit }: Host, message: string): void {
  emit({ type: "note", level: "info", code: "STATE_REBUILT", message });
}

function notTakenOver(): LiveOriginError {
  return new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was taken over or changed.",
    hint: "Choose another --name for a stack of your own.",
  });
}
