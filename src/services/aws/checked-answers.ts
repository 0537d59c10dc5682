import { NormalizedSchema } from "@smithy/core/schema";
import type { ServiceName } from "../../core/engine/call.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";

type Next = (args: never) => Promise<{ readonly output: object }>;
type Middleware = (next: Next, context: Readonly<Record<string, unknown>>) => Next;

/** What we need of an AWS client: its chain of handlers. */
type Checkable = {
  readonly middlewareStack: {
    add(middleware: never, options: { readonly step: "initialize"; readonly name: string }): void;
  };
};

/**
 * Makes a client refuse answers that do not have the types of its own API: the SDK reads them without looking, and what
 * comes from a broken proxy would fail anywhere later. Calls then throw AWS_ANSWER_MALFORMED.
 */
export function checkAnswers(client: Checkable, service: ServiceName): void {
  const middleware: Middleware = (next, context) => async (args) => {
    const result = await next(args);
    const problem = answerProblem(outputSchemaOf(context), result.output);
    if (problem === undefined) return result;
    throw malformedAnswer(
      `${service}:${String(context["commandName"]).replace(/Command$/, "")}`,
      problem,
    );
  };
  client.middlewareStack.add(middleware as never, { step: "initialize", name: "checkAnswers" });
}

/** What a user is told of an answer that nobody can read; `why` never quotes a value of it. */
export function malformedAnswer(call: string, why: string): LiveOriginError {
  return new LiveOriginError({
    code: "AWS_ANSWER_MALFORMED",
    message: `The answer to ${call} does not fit its API: ${serviceWords(why)}.`,
    hint: "Run the same command again: nothing is lost. If it stays so, look for a proxy that changes answers.",
  });
}

/** The first value in an answer that is not of its type, with the path to it; undefined when all are. */
function answerProblem(schema: NormalizedSchema | undefined, answer: unknown): string | undefined {
  if (schema === undefined || schema.isUnitSchema()) return undefined;
  return firstProblem(schema, answer, "");
}

function isNot(path: string, type: string): string {
  return `${path === "" ? "it" : path} is not a ${type}`;
}

function firstProblem(schema: NormalizedSchema, value: unknown, path: string): string | undefined {
  if (schema.isStructSchema() || schema.isUnionSchema()) {
    if (!isRecord(value)) return isNot(path, "structure");
    for (const [name, member] of schema.structIterator()) {
      if (value[name] === undefined) continue;
      const problem = firstProblem(member, value[name], path === "" ? name : `${path}.${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return isNot(path, "list");
    return firstOf(value.entries(), schema.getValueSchema(), path);
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return isNot(path, "map");
    return firstOf(Object.entries(value), schema.getValueSchema(), path);
  }
  const type = scalarType(schema);
  // Text that holds JSON comes as an object of the SDK's that reads it when asked.
  const isText = type === "string" && value instanceof String;
  return type === undefined || typeof value === type || isText ? undefined : isNot(path, type);
}

function firstOf(
  entries: Iterable<readonly [string | number, unknown]>,
  schema: NormalizedSchema,
  path: string,
): string | undefined {
  for (const [key, item] of entries) {
    const problem = firstProblem(schema, item, `${path}[${key}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Dates, streams and bytes are made by the SDK itself and are what they should be. */
function scalarType(schema: NormalizedSchema): "string" | "boolean" | "number" | undefined {
  if (schema.isStringSchema()) return "string";
  if (schema.isBooleanSchema()) return "boolean";
  return schema.isNumericSchema() ? "number" : undefined;
}

function outputSchemaOf(context: Readonly<Record<string, unknown>>): NormalizedSchema | undefined {
  const smithy = context["__smithy_context"];
  const operation: unknown = isRecord(smithy) ? smithy["operationSchema"] : undefined;
  // An operation's schema is a tuple: kind, namespace, name, traits, input, output.
  return Array.isArray(operation) && operation[5] !== undefined
    ? NormalizedSchema.of(operation[5])
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
