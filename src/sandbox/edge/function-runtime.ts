import vm from "node:vm";

/** How a run of a function ended. */
type FunctionRun = {
  readonly logs: readonly string[];
  readonly milliseconds: number;
} & ({ readonly value: unknown } | { readonly error: string });

/**
 * Longest a function may run here, in milliseconds: it ends endless loops and no more. CloudFront's own limit is a compute
 * utilisation, not a time, and a busy machine can hold up an innocent function for long.
 */
const MAX_MS = 1_000;

/**
 * The program around a function: the code is a function body, so that its variables are new in every run, in strict mode
 * as CloudFront's runtime is. Only text crosses the border, so that nothing of the host can be reached.
 */
const program = (code: string): string => `"use strict";
((event) => {
  const logs = [];
  const say = (...words) => { logs.push(words.map(String).join(" ")); };
  const outcome = { logs, done: false };
  globalThis.console = { log: say, error: say, warn: say, info: say, debug: say };
  globalThis.__outcome = () => JSON.stringify(outcome);
  const fail = (problem) => { outcome.done = true; outcome.error = String(problem); };
  const finish = (value) => { outcome.done = true; outcome.value = value; };
  try {
    const handler = (() => {
${code}
;return handler;
    })();
    const result = handler(JSON.parse(event));
    if (result !== null && typeof result === "object" && typeof result.then === "function") result.then(finish, fail);
    else finish(result);
  } catch (problem) {
    fail(problem);
  }
  return outcome.done ? __outcome() : undefined;
})(__event);`;

/**
 * Prepares a CloudFront function (runtimes 1.0 and 2.0 alike) to be run on events, each time in the same context, which has
 * the language and a console and nothing else. Code that does not parse fails at every run, as at the edge.
 */
export function compileFunction(code: string): (event: object) => FunctionRun {
  const script = parse(program(code));
  const context = vm.createContext(Object.create(null) as object, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: "afterEvaluate",
  });
  const once = (event: object): FunctionRun => {
    const startedAt = performance.now();
    const spent = (): number => performance.now() - startedAt;
    if (script instanceof Error) return { logs: [], milliseconds: 0, error: String(script) };
    try {
      (context as Record<string, unknown>)["__event"] = JSON.stringify(event);
      // An asynchronous handler has finished when the microtasks have run, which is after the first call.
      const text: unknown =
        script.runInContext(context, { timeout: MAX_MS }) ??
        later.runInContext(context, { timeout: MAX_MS });
      const { logs, done, error, value } = readOutcome(text);
      if (!done) return { logs, milliseconds: spent(), error: "The function did not finish." };
      if (error !== undefined) return { logs, milliseconds: spent(), error };
      return { logs, milliseconds: spent(), value };
    } catch (problem) {
      return { logs: [], milliseconds: spent(), error: String(problem) };
    }
  };
  return (event) => {
    const run = once(event);
    // The limit is in wall time, so a busy machine can hold up an innocent function: it gets a second chance.
    return "error" in run && run.milliseconds >= MAX_MS ? once(event) : run;
  };
}

/** Why code is no program; undefined when it is one. */
export function parseProblem(code: string): string | undefined {
  const script = parse(program(code));
  return script instanceof Error ? script.message : undefined;
}

const later = new vm.Script("__outcome()");

function parse(source: string): vm.Script | Error {
  try {
    return new vm.Script(source, { filename: "function.js" });
  } catch (problem) {
    return problem instanceof Error ? problem : new Error(String(problem));
  }
}

type Outcome = {
  readonly logs: readonly string[];
  readonly done: boolean;
  readonly value?: unknown;
  readonly error?: string;
};

function readOutcome(text: unknown): Outcome {
  return JSON.parse(String(text)) as Outcome;
}
