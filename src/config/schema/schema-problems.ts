import type { z } from "zod";
import { FIELD_PATHS } from "../fields/fields.ts";
import { echo, LONGEST_ECHO } from "../fields/value-words.ts";
import { rungSchema } from "./ladder-schema.ts";
import type { Problem } from "../resolve/resolution.ts";
import { suggestionText } from "../text/suggestion.ts";
import { orList } from "../text/words.ts";

/** Stands for the whole document where a problem has no path of its own. */
const ROOT_PATH = "$";

const RUNG_KEYS = Object.keys(rungSchema.shape);

type Issue = z.core.$ZodIssue;

/** Turns what zod found into problems, each with the path below `prefix`, a message and, for unknown words, a suggestion. */
export function problemsOf(
  issues: readonly Issue[],
  prefix: readonly PropertyKey[] = [],
): readonly Problem[] {
  const problems = issues.flatMap((issue) => problemsOfIssue(issue, [...prefix, ...issue.path]));
  return [
    ...new Map(problems.map((one) => [JSON.stringify([one.path, one.message]), one])).values(),
  ];
}

function problemsOfIssue(issue: Issue, path: readonly PropertyKey[]): readonly Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key));
  if (issue.code === "invalid_union") return unionProblems(issue, path);
  if (issue.code === "invalid_value")
    return [wrongWord(path, issue.values.map(String), issue.input)];
  if (issue.code === "invalid_type" && issue.input === undefined)
    return [{ path: pathText(path), code: "MISSING_MEMBER", message: "is missing" }];
  const isOurs = !issue.message.startsWith("Invalid input");
  const message = isOurs ? issue.message : `must be ${expectedText(issue)}`;
  const isEchoed = issue.code !== "custom" && !message.startsWith("needs");
  return [
    {
      path: pathText(path),
      code: "INVALID_VALUE",
      message: isEchoed ? `${message}${echo(issue.input)}` : message,
    },
  ];
}

// A union fails with one list of issues for each branch; only the branch that fits the shape of the value is of interest.
function unionProblems(
  issue: z.core.$ZodIssueInvalidUnion,
  path: readonly PropertyKey[],
): readonly Problem[] {
  if (issue.errors.length === 0) {
    const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
    const input: unknown = issue.input;
    const given =
      typeof input === "object" && input !== null && "type" in input ? input.type : undefined;
    return [wrongWord(path, options.map(String), given)];
  }
  const branch = Array.isArray(issue.input)
    ? issue.errors.find((issues) => issues.every(({ code }) => code !== "invalid_value"))
    : issue.errors[0];
  return problemsOf(branch ?? [], path);
}

function wrongWord(
  path: readonly PropertyKey[],
  words: readonly string[],
  given: unknown,
): Problem {
  const hint = typeof given === "string" ? suggestionText(given, words) : undefined;
  const isLadder = pathText(path) === "channel.ladder";
  return {
    path: pathText(path),
    code: given === undefined ? "MISSING_MEMBER" : "INVALID_VALUE",
    message: `must be ${isLadder ? "a list of rungs, or " : ""}${orList(words)}${given === undefined ? "" : echo(given)}`,
    ...(hint === undefined ? {} : { hint }),
  };
}

function unknownKey(parent: readonly PropertyKey[], key: string): Problem {
  const parentPath = parent.length === 0 ? "" : `${pathText(parent)}.`;
  const isRung = /^channel\.ladder\.\d+\.$/.test(parentPath);
  const siblings = isRung ? RUNG_KEYS : childKeys(parentPath);
  const elsewhere = FIELD_PATHS.filter((path) => path.endsWith(`.${key}`));
  const isMisplacedMember = parentPath === "channel.input." && siblings.includes(key);
  const hint = isMisplacedMember
    ? "Remove it, or choose the input type it belongs to."
    : (suggestionText(key, siblings) ??
      (elsewhere.length > 0 ? `It belongs at ${elsewhere.join(" or ")}.` : undefined));
  return {
    path: `${parentPath}${keyText(key)}`,
    code: isMisplacedMember ? "INPUT_MEMBER_MISPLACED" : "UNKNOWN_KEY",
    message: isMisplacedMember ? "does not go with this type of input" : "is not a setting",
    ...(hint === undefined ? {} : { hint }),
  };
}

function childKeys(parentPath: string): readonly string[] {
  const children = FIELD_PATHS.filter((path) => path.startsWith(parentPath)).map(
    (path) => path.slice(parentPath.length).split(".")[0] ?? "",
  );
  return [
    ...new Set(
      parentPath === "" ? [...children, "$schema", "sandbox", "momentoKeyFile"] : children,
    ),
  ];
}

function expectedText(issue: Issue): string {
  const expected = "expected" in issue ? String(issue.expected) : "valid";
  if (expected === "object" || expected === "record") return "an object";
  if (expected === "array" || expected === "tuple") return "a list";
  return `a ${expected}`;
}

function keyText(key: string): string {
  if (/^[\w$-]{1,40}$/.test(key)) return key;
  return key.length > LONGEST_ECHO ? `(a key of ${key.length} characters)` : JSON.stringify(key);
}

function pathText(path: readonly PropertyKey[]): string {
  return path.length === 0 ? ROOT_PATH : path.map(String).join(".");
}
