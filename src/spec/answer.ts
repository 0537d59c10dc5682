import type { Field } from "./field.ts";
import { readValue } from "./field-value.ts";
import { FIELDS } from "./fields.ts";
import type { Problem } from "./resolution.ts";
import { type ResolveInput, resolveSpec, settingsSoFar } from "./resolve.ts";
import { type Config, configSchema, schemaAt } from "./schema.ts";
import { problemsOf } from "./schema-problems.ts";
import type { Question } from "./question.ts";
import { getAt, isDeepEqual, treeOf } from "./tree.ts";

/** What an answer comes to: the answers with it, or why it cannot be. */
export type AnswerJudgement =
  | { readonly ok: true; readonly answers: Config; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Judges an answer by the functions that judge the Spec: the field's reader and schema, and then all rules with the answer in
 * place. Only what this answer breaks is told, with the sum and the way out; `remarks` are the warnings it brings.
 */
export function judgeAnswer(asked: Question, raw: unknown, soFar: ResolveInput): AnswerJudgement {
  const field = fieldOf(asked);
  const reading = readValue(field, raw);
  if (!reading.ok) return { ok: false, message: sentence(reading.message, reading.hint) };
  const schema = schemaAt(asked.path).safeParse(reading.value, { reportInput: true });
  const [first] = schema.success ? [] : problemsOf(schema.error.issues, asked.path.split("."));
  if (first !== undefined) return { ok: false, message: sentence(first.message, first.hint) };
  const answers = withAnswer(soFar.answers, asked.path, reading.value);
  return judgeTogether({ ...soFar, answers }, soFar, answers);
}

/** The answers with one more. Another input type or an answer given before is replaced. */
export function withAnswer(answers: unknown, path: string, value: unknown): Config {
  const isInputType = path === "channel.input.type";
  const kept = [...new Set(FIELDS.map((field) => field.path))]
    .filter((known) => known !== path && !(isInputType && known.startsWith("channel.input.")))
    .map((known) => [known, getAt(answers, known)] as const)
    .filter(([, given]) => given !== undefined);
  return configSchema.parse(treeOf([...kept, [path, value]]));
}

function judgeTogether(
  after: ResolveInput,
  before: ResolveInput,
  answers: Config,
): AnswerJudgement {
  const known = problemsIn(before);
  const broken = problemsIn(after).find(
    (problem) => !known.some((earlier) => isDeepEqual(earlier, problem)),
  );
  if (broken !== undefined) return { ok: false, message: sentence(broken.message, broken.hint) };
  return {
    ok: true,
    answers,
    remarks: remarksIn(after).filter((text) => !remarksIn(before).includes(text)),
  };
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
