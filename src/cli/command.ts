import type { ExitCode } from "../config/failure.ts";
import type { SpecPart } from "../config/spec.ts";
import type { Context } from "../context.ts";
import type { Output } from "../terminal/output.ts";
import type { FlagsOf, FlagTable } from "./flag-table.ts";
import type { HelpGroup } from "./help/help-model.ts";
import { GLOBAL_FLAGS, type GlobalFlags } from "./flags.ts";
import { parseFlags, type RawFlags } from "./parse-flags.ts";

/** Flags that the environment or the file may give instead: what came of them is a member of the invocation. */
type GivenElsewhere = "sandbox" | "momentoKeyFile";

/** Rehearsal or real, and who said so. */
export type Mode = {
  readonly isRehearsal: boolean;
  /** Undefined: nobody; it is real then, unless a person at the terminal decides otherwise. */
  readonly saidBy:
    | "--sandbox"
    | "--no-sandbox"
    | "LIVE_ORIGIN_SANDBOX"
    | "live-origin.json"
    | undefined;
  /** Do the environment or the file say that commands rehearse, whatever this command line says? */
  readonly isRehearsalElsewhere: boolean;
};

/** The file that holds the account's own Momento key. */
export type MomentoKeyFile = {
  readonly path: string;
  /** What named it, as shown. */
  readonly saidBy: string;
  /** Named by the Spec file, which may come from a colleague's machine, and not by the person who runs this? */
  readonly isShared: boolean;
};

/** What every command's `run` gets; `Own` are its own flags beside the global ones. */
export type Invocation<Own = unknown> = {
  readonly context: Context;
  readonly output: Output;
  /** What the command line says of the run. */
  readonly flags: Omit<GlobalFlags & Own, GivenElsewhere>;
  readonly mode: Mode;
  readonly momentoKeyFile: MomentoKeyFile | undefined;
  /** All of the command line by their keys; what it says of the Spec is read and judged when that is resolved. */
  readonly typed: RawFlags;
  readonly args: readonly string[];
  /** Every command there is, for what completes or names them. */
  readonly commands: readonly CommandInfo[];
};

/** What a run knows beside its own flags. */
type Surroundings = Omit<Invocation, "flags">;

/** Runs a command and returns its exit code; throws LiveOriginErrors. */
export type Run<Own = unknown> = (invocation: Invocation<Own>) => Promise<ExitCode>;

/** A command as data: help, flags and completion are made from it, its code is loaded when it runs. */
export type CommandInfo = {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** Whose Spec flags it takes. */
  readonly parts: readonly SpecPart[];
  readonly flags: FlagTable;
  /** Global flags, name and region that do nothing here: taken, so that scripts may give them to all commands alike, and not shown. */
  readonly idle?: readonly string[];
  /** Groups of flags that only `--help-all` shows. */
  readonly folded?: readonly HelpGroup[];
  readonly argument?: { readonly name: string; readonly help: string };
  /** Reads its flags, judges them, then loads and runs it. Throws USAGE for a flag's value. */
  readonly run: (raw: RawFlags, surroundings: () => Promise<Surroundings>) => Promise<ExitCode>;
};

type CommandRow<Table extends FlagTable> = Omit<CommandInfo, "flags" | "run"> & {
  readonly flags: Table;
  /** Judges what is typed, before the code is loaded, in the same words. */
  readonly judge?: (invocation: Invocation<FlagsOf<Table>>) => Promise<void>;
  readonly load: () => Promise<Run<FlagsOf<Table>>>;
};

/** Makes a row of the catalog: what its code reads of `flags` must be in its table. */
export function command<const Table extends FlagTable>({
  judge,
  load,
  ...info
}: CommandRow<Table>): CommandInfo {
  return {
    ...info,
    run: async (raw, surroundings) => {
      const flags = { ...parseFlags(GLOBAL_FLAGS, raw), ...parseFlags(info.flags, raw) };
      const invocation = { ...(await surroundings()), flags };
      await judge?.(invocation);
      const run = await load();
      return run(invocation);
    },
  };
}
