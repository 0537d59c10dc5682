import type { NeededInput } from "../config/needed-input.ts";
import type { Left } from "../core/questions.ts";
import type { Invocation } from "./command.ts";
import type { TeardownFlags } from "./command-flags.ts";
import type { ProvisionFlags } from "./flags.ts";

/** The flags that say yes to something, as far as a command has them. */
type ConsentFlags = Pick<
  ProvisionFlags,
  "allowInterruption" | "replaceInput" | "adoptCache" | "acceptKeyLeak" | "allowOverLimit"
>;

/** The flags that say yes by the name of what is meant. */
type NamingFlags = Pick<TeardownFlags, "confirm" | "deleteCache">;

/** A run that may be asked for consent. */
export type Consenting = Invocation<Partial<ConsentFlags & NamingFlags>>;

/** How one kind of consent is got: from a flag, from a person, or not at all. */
export type Consent<Asked> = {
  /** The flag that says yes; undefined where no flag does. */
  readonly flag?: keyof ConsentFlags | "yes";
  /** Said before the answer, whoever gives it. */
  readonly before?: (question: Asked) => readonly string[];
  /** Warned of before a person is asked. */
  readonly warning?: (question: Asked) => string | undefined;
  /** The question at a terminal; undefined: nobody is asked. */
  readonly ask?: (question: Asked) => string;
  /** What Enter alone means. */
  readonly enter: boolean | ((question: Asked) => boolean);
  /** What a script that did not say is told, or what its silence means. */
  readonly unattended: (question: Asked) => NeededInput | boolean;
  /** Warned of where nobody can be asked and silence is a no. */
  readonly silence?: (question: Asked) => string;
  /** At a terminal a warning is enough, unless `--yes` was said: the plan is asked about next. */
  readonly attended?: "warned";
  /** A name says yes, whether given with the flag or, where it is `typed`, typed at the terminal. */
  readonly naming?: {
    readonly flag: keyof NamingFlags;
    readonly of: "this stack" | "this stack's cache";
    readonly name: (question: Asked) => string;
    /** `optional`: Enter alone is a no. */
    readonly typed?: "required" | "optional";
  };
  /** What leaving the question means where something was made before. */
  readonly left?: (question: Asked) => Left;
};
