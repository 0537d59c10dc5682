import type { SettingsMemory } from "../../config/resolve/remembered.ts";
import type { Spec } from "../../config/spec.ts";
import type { ImportedKeys } from "../../services/momento/imported-keys.ts";
import type { Resource, PlanContext, SecretStore } from "../engine/resource.ts";
import type { StackFiles } from "../state/stack-files.ts";
import type { StateStore } from "../state/state-store.ts";
import type { State, Target } from "../state/state.ts";
import type { Clients } from "./clients.ts";

/** Where a stack is to be opened, and for what. */
export type OpenOptions = {
  readonly spec: Spec;
  readonly account: string;
  readonly target: Target;
  readonly clients: Clients;
  /** Keys that the user brought along. */
  readonly imported: ImportedKeys;
  /** Of a run that may make or change something by a Spec. */
  readonly memory?: SettingsMemory | undefined;
  /** Look only: no lock, nothing written. */
  readonly readOnly: boolean;
  /** Wait for another run on this stack instead of refusing. */
  readonly waitsForLock?: boolean | undefined;
  /** A run that ends by a schedule is about to be made: the stack needs the role for it. */
  readonly endsBySchedule?: boolean | undefined;
  /** Take over what the clouds have of this name: `true`, or the id of the stack that is meant. */
  readonly rebuildState?: true | string | undefined;
  /** A stack that was found by its tags: it is looked at and stopped, and nothing of it is written here. */
  readonly found?: { readonly state: State; readonly secrets: SecretStore } | undefined;
  /** How long a removal waits for CloudFront, milliseconds; 0 leaves the rest to a later run. */
  readonly deployDeadlineMs?: number | undefined;
};

/** A stack that this run works on, its lock held (unless it is only looked at), until it is disposed of. */
export type Stack = AsyncDisposable & {
  readonly spec: Spec;
  readonly account: string;
  readonly target: Target;
  readonly files: StackFiles;
  readonly clients: Clients;
  readonly store: StateStore;
  readonly secrets: SecretStore;
  readonly resources: readonly Resource[];
  readonly planContext: () => PlanContext;
  /** Keys that the user brought along. */
  readonly imported: ImportedKeys;
  readonly memory?: SettingsMemory | undefined;
  /** Set for a stack that was found by its tags: nothing of it is written here. */
  readonly found?: OpenOptions["found"];
  /** False on a first run: there was no state. */
  readonly wasKnown: boolean;
  /** Gives the lock back; nothing may be written through this stack afterwards. */
  readonly release: () => Promise<void>;
};
