/** Under which heading a flag stands in help. */
export type HelpGroup =
  | "make"
  | "video"
  | "origin"
  | "edge"
  | "keys"
  | "safety"
  | "output"
  | "sandbox";

/** A flag as help shows it. */
export type HelpFlag = {
  /** `--region <REGION>` */
  readonly form: string;
  readonly group: HelpGroup;
  /** For `--help`. */
  readonly short: string;
  /** For `--help-all`: with its variable and its key in the file. */
  readonly full: string;
};

/** A command as help shows it; its flags are places in {@link HelpModel.flags}. */
export type HelpCommand = {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly argument?: { readonly name: string; readonly help: string };
  readonly makes: boolean;
  readonly common: readonly number[];
  readonly rare: readonly number[];
};

/** All that `--help` and `--version` say, made when the package is built. */
export type HelpModel = {
  readonly version: string;
  readonly commands: readonly HelpCommand[];
  readonly flags: readonly HelpFlag[];
};
