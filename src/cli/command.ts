import type { SpecPart } from "../config/spec.ts";
import type { Context } from "../context.ts";
import type { Output } from "../terminal/output.ts";
import type { CommandFlag } from "./flags.ts";

/** Flags as commander hands them over: camelCase keys, strings, booleans and lists. */
export type Flags = Readonly<Record<string, unknown>>;

/** What every command's `run` gets. */
export type Invocation = {
  readonly context: Context;
  readonly output: Output;
  readonly flags: Flags;
  readonly args: readonly string[];
  /** Every command there is, for what completes or names them. */
  readonly commands: readonly CommandInfo[];
};

/** Runs a command and returns its exit code; throws LiveOriginErrors. */
export type Run = (invocation: Invocation) => Promise<number>;

/** A command as data: help, flags and completion are made from it, its code is loaded when it runs. */
export type CommandInfo = {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** Whose Spec flags it takes. */
  readonly parts: readonly SpecPart[];
  readonly flags: readonly CommandFlag[];
  readonly argument?: { readonly name: string; readonly help: string };
  readonly load: () => Promise<Run>;
};
