import { fieldAt } from "./fields.ts";
import type { Config } from "../schema/schema.ts";

/** One answer to choose. */
type Choice = {
  readonly value: string | number | boolean;
  readonly label: string;
  /** One line on when to take it. */
  readonly why: string;
};

/** A question as data; the asker walks the list and judges each answer with `judgeAnswer`. */
export type Question = {
  /** Unique. */
  readonly key: string;
  /** Where the answer goes in the file form. */
  readonly path: string;
  /** How the same is said without being asked. */
  readonly flag: string;
  readonly variable: string;
  readonly message: string;
  /** One line: why it is asked. */
  readonly why: string;
  /** `list` is text split at commas and blanks; `rungs` is asked rung by rung. */
  readonly kind: "choice" | "text" | "whole" | "number" | "list" | "rungs";
  readonly choices?: readonly Choice[] | undefined;
  /** A choice whose value is not an answer but leads to another question, by key. */
  readonly leadsTo?: Readonly<Record<string, string>> | undefined;
  /** Words to complete a text with. */
  readonly suggestions?: readonly string[] | undefined;
  /** What Enter means, given the settings so far; undefined when only the user can know. */
  readonly default?: ((soFar: Config) => unknown) | undefined;
  /** Whether it makes sense, given the settings so far; always unless given. */
  readonly when?: ((soFar: Config) => boolean) | undefined;
  /** `walk` questions are asked in order; others only when led to, or when a command finds that it needs them. */
  readonly asked: "walk" | "on-demand";
};

/** Completes a question with the flag and the variable of its field. */
export function question(
  parts: Omit<Question, "flag" | "variable" | "asked"> & Partial<Pick<Question, "asked">>,
): Question {
  const { flag, variable } = fieldAt(parts.path);
  return { flag, variable, asked: "walk", ...parts };
}
