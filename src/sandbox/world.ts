import type { SandboxClock } from "./clock.ts";
import type { Gate } from "./gate.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Readings } from "./readings.ts";

/** How long the clouds' transitions take. */
export type Latency = "instant" | "brief" | "realistic";

/** One line of the sandbox's request log. Never holds a key. */
export type LogLine = {
  readonly service: string;
  readonly operation: string;
  readonly resource?: string | undefined;
  readonly status: number;
  readonly note?: string | undefined;
};

/** What all emulators of one sandbox share. */
export type World = {
  readonly id: string;
  readonly clock: SandboxClock;
  readonly gate: Gate;
  readonly latency: Latency;
  /** Random ones where it is left out. */
  readonly ids?: Identifiers | undefined;
  /** Where a transition takes another time than the latency says. */
  readonly transitionsMs?: Readonly<Record<string, number>> | undefined;
  readonly readings?: Readings | undefined;
  /** The AWS account that everything lives in, 12 digits. */
  readonly account: string;
  log(line: LogLine): void;
  /**
   * IAM: may the caller do `action` (`medialive:CreateChannel`) on `resource` (an ARN or `*`)? `context` holds what
   * Conditions ask for (`iam:PassedToService`).
   */
  allows(action: string, resource: string, context?: Readonly<Record<string, string>>): boolean;
  /** Waits for nothing on its own: aborts when the sandbox closes. */
  readonly closing: AbortSignal;
};

/** A running emulator. `inventory` lists what exists in it, for "nothing left behind". */
export type Emulator = {
  inventory(): readonly InventoryItem[];
  close(): Promise<void>;
};

export type InventoryItem = {
  readonly service: string;
  /** `channel`, `distribution`, `cache` … */
  readonly kind: string;
  readonly id: string;
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  /** What a cache or an edge keeps in memory for its clients. */
  readonly bytes?: number | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
};
