import type { Field } from "./field.ts";
import { readValue } from "./field-value.ts";
import { FIELDS, FIELD_PATHS } from "./fields.ts";
import type { Problem } from "../resolve/resolution.ts";
import { type ResolveInput, resolveSpec, settingsSoFar } from "../resolve/resolve.ts";
import { type Config, configSchema, schemaAt } from "../schema/schema.ts";
import { problemsOf } from "../schema/schema-problems.ts";
import type { Question } from "./question.ts";
import { getAt, isDeepEqual, treeOf } from "../resolve/tree.ts";

const INPUT_TYPE_PATH = "channel.input.type";

/** What an answer comes to: the answers with it, or why it cannot be. */
type AnswerJudgement =
  | { readonly ok: true; readonly answers: Config; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Judges an answer by the functions that judge the Spec: the field's reader and schema, and then all rules with the answer in
 * place. Only what this answer breaks is told, with the sum and the way out; `remarks` are the warnings it brings.
 */
export function judgeAnswer(asked: Question, raw: unknown, soFar: ResolveInput): AnswerJudgement {
  const reading = readValue(fieldOf(asked), raw);
  if (!reading.ok) return { ok: false, message: sentence(reading.message, reading.hint) };
  const field = schemaAt(asked.path).safeParse(reading.value, { reportInput: true });
  const whole = configSchema.safeParse(answersWith(soFar, asked.path, reading.value), {
    reportInput: true,
  });
  const [first] = [
    ...(field.success ? [] : problemsOf(field.error.issues, asked.path.split("."))),
    ...(whole.success ? [] : problemsOf(whole.error.issues)),
  ];
  if (first !== undefined) return { ok: false, message: sentence(first.message, first.hint) };
  return judgeTogether(soFar, whole.data ?? {});
}

// An answer given before is replaced; another input type replaces the whole input, and a member of the input carries its type with it.
function answersWith(soFar: ResolveInput, path: string, value: unknown): unknown {
  const isType = path === INPUT_TYPE_PATH;
  const isMember = path.startsWith("channel.input.") && !isType;
  const kept = new Map<string, unknown>();
  for (const known of FIELD_PATHS) {
    const given = getAt(soFar.answers, known);
    if (given !== undefined && !(isType && known.startsWith("channel.input.")))
      kept.set(known, given);
  }
  if (isMember && !kept.has(INPUT_TYPE_PATH))
    kept.set(INPUT_TYPE_PATH, settingsSoFar(soFar).config.channel?.input?.type);
  return treeOf(kept.set(path, value));
}

function judgeTogether(before: ResolveInput, answers: Config): AnswerJudgement {
  const after = { ...before, answers };
  const known = problemsIn(before);
  const broken = problemsIn(after).find(
    (problem) => !known.some((earlier) => isDeepEqual(earlier, problem)),
  );
  if (broken !== undefined) return { ok: false, message: sentence(broken.message, broken.hint) };
  const told = remarksIn(before);
  return { ok: true, answers, remarks: remarksIn(after).filter((text) => !told.includes(text)) };
}

function problemsIn(input: ResolveInput): readonly Problem[] {
  const resolution = resolveSpec(input);
  return resolution.ok ? [] : resolution.problems;
}

// Warnings are told by a complete Spec only, so what is still missing is filled in with something harmless.
function remarksIn(input: ResolveInput): readonly string[] {
  const { region } = settingsSoFar(input).config;
  const stand = region === undefined ? { region: "us-west-2" } : {};
  const resolution = resolveSpec({
    ...input,
    defaults: { ...stand, ...recordOf(input.defaults) },
    parts: ["origin"],
  });
  return resolution.ok
    ? resolution.warnings.filter(({ level }) => level === "warning").map(({ message }) => message)
    : [];
}

function recordOf(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}

function fieldOf({ path, kind }: Question): Field {
  const atPath = FIELDS.filter((field) => field.path === path);
  const found = atPath.find((field) => (field.kind === "rungs") === (kind === "rungs"));
  if (found === undefined) throw new Error(`no setting is called ${path}`);
  return found;
}

function sentence(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message}. ${hint}`;
}
