import { randomBytes } from "node:crypto";
import { memoryKeyStore, openKeyStore } from "../state/key-store.ts";
import type { PlanContext, SecretStore } from "../engine/resource.ts";
import { createStateStore } from "../state/state-store.ts";
import type { State, Target } from "../state/state.ts";
import { Secret } from "../../config/secret.ts";
import type { Spec } from "../../config/spec.ts";
import type { Host } from "../host.ts";
import { expiringKeys, noteExpiry } from "../keys/key-expiry.ts";
import { rebuildStack } from "../rebuild/rebuild-stack.ts";
import type { OpenOptions, Stack } from "./stack.ts";
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
import { lockStack } from "./lock-stack.ts";
import { isSameTarget, NO_ACCOUNT, wrongTarget } from "../state/target.ts";

/**
 * Opens the files of a stack under its lock. Throws LOCKED, WRONG_TARGET, STATE_DAMAGED, STATE_NEWER, KEYS_DAMAGED and
 * the disk's codes; a rehearsal's state whose sandbox is gone is discarded with one line.
 */
export async function openStack(host: Host, opening: OpenOptions): Promise<Stack> {
  const { spec, target } = opening;
  const files = stackFiles(host.folder, spec.name, target.kind === "sandbox");
  const lock = opening.readOnly
    ? undefined
    : await lockStack(host, files, { waits: opening.waitsForLock === true });
  let isHeld = true;
  const release = async (): Promise<void> => {
    // Once only: by a second time another run may hold the lock.
    if (!isHeld) return;
    isHeld = false;
    await lock?.[Symbol.asyncDispose]();
    if (!opening.readOnly) await removeEmptyFolders(host.folder, files);
  };
  try {
    if (!opening.readOnly) await removeLeftovers(files);
    const rebuilt =
      opening.found ??
      (opening.rebuildState === undefined ? undefined : await rebuildStack(host, opening, files));
    const known =
      rebuilt?.state ?? (await currentState({ host, files, target, readOnly: opening.readOnly }));
    const initial =
      known === undefined
        ? firstState({ spec, target, readOnly: opening.readOnly, now: host.clock.now() })
        : withAccount(known, target);
    const secrets = rebuilt?.secrets ?? (await keyStore(opening, files, known));
    const store = createStateStore(
      initial,
      (state) => writeState(host.folder, files, state),
      () => host.clock.now(),
    );
    noteExpiry(host, spec.name, expiringKeys(initial.resources, secrets));
    return {
      ...opening,
      files,
      store,
      secrets,
      release,
      [Symbol.asyncDispose]: async () => {
        await release();
        await opening.clients[Symbol.asyncDispose]();
      },
      wasKnown: known !== undefined,
      resources: stackResources(opening.clients, secrets, {
        imported: opening.imported,
        now: () => host.clock.now(),
        deployDeadlineMs: opening.deployDeadlineMs,
        endsBySchedule: () =>
          opening.endsBySchedule === true || store.current().resources.schedulerRole !== undefined,
      }),
      planContext: () => contextOf(opening, store.current(), secrets),
    };
  } catch (error) {
    await release();
    throw error;
  }
}

async function keyStore(
  { readOnly }: OpenOptions,
  files: StackFiles,
  known: State | undefined,
): Promise<SecretStore> {
  return known === undefined && readOnly ? memoryKeyStore({}) : openKeyStore(files.keys);
}

function contextOf(opening: OpenOptions, state: State, secrets: SecretStore): PlanContext {
  return {
    spec: opening.spec,
    stackId: state.stackId,
    account: opening.account,
    momentoRestUrl: opening.clients.momentoRestUrl,
    resources: state.resources,
    secrets: {
      encoderKey: secrets.get("encoderKey")?.apiKey ?? Secret.pending(),
      playerKey: secrets.get("playerKey")?.apiKey ?? Secret.pending(),
    },
  };
}

async function currentState({
  host,
  files,
  target,
  readOnly,
}: {
  readonly host: Host;
  readonly files: StackFiles;
  readonly target: Target;
  readonly readOnly: boolean;
}): Promise<State | undefined> {
  const state = await readState(files);
  if (state === undefined || isSameTarget(state.target, target)) return state;
  if (state.target.kind !== "sandbox" || target.kind !== "sandbox")
    throw wrongTarget(state, target);
  host.emit({
    type: "note",
    level: "info",
    code: "REHEARSAL_DISCARDED",
    message: `Discarded the rehearsal state of ${state.name}: its sandbox is gone.`,
  });
  if (!readOnly) await forgetStack(files);
  return undefined;
}

/** A stack whose origin was made without AWS belongs to the account that the rest of it is made in. */
function withAccount(known: State, target: Target): State {
  const isNew =
    known.target.kind === "clouds" &&
    target.kind === "clouds" &&
    known.target.account === NO_ACCOUNT;
  return isNew ? { ...known, target } : known;
}

/** A plan that writes nothing draws no id: it shows zeros where the id will be. */
function firstState({
  spec,
  target,
  readOnly,
  now,
}: {
  readonly spec: Spec;
  readonly target: Target;
  readonly readOnly: boolean;
  readonly now: number;
}): State {
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
