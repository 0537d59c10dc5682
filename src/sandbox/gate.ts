import type { NamedError } from "./wire.ts";

/** A call of an emulated service. */
export type GatedCall = {
  readonly service: string;
  readonly operation: string;
  readonly resource?: string | undefined;
};

export type GateVerdict =
  | { readonly pass: true }
  | { readonly refuse: NamedError }
  | { readonly drop: true };

/** Every emulated operation passes here twice: faults, delays and observers live in it. */
export type Gate = {
  /** Before the effect. May take its time (delay). */
  before(call: GatedCall): Promise<GateVerdict>;
  /** After the effect, before the answer: `drop` cuts the connection, so that the answer is lost. */
  after(call: GatedCall): Promise<"respond" | "drop">;
  /** The state in which the transition that a call starts ends instead of the planned one, if a fault says so. */
  transition(call: GatedCall): string | undefined;
};
