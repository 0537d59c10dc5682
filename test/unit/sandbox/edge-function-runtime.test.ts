import { expect, test } from "vitest";
import { compileFunction } from "../../../src/sandbox/edge/function-runtime.ts";

const run = (code: string, event: object = {}) => compileFunction(code)(event);

test("a handler's value and its console come back as data", () => {
  expect(
    run("function handler(event) { console.log('got', event.n); return { n: event.n + 1 }; }", {
      n: 1,
    }),
  ).toMatchObject({
    value: { n: 2 },
    logs: ["got 1"],
  });
});

test("const, let, arrow functions, template literals and await work", () => {
  expect(
    run(
      "const add = (a, b) => a + b; async function handler(event) { let n = await add(event.n, 1); return { n: `${n}` }; }",
      { n: 1 },
    ),
  ).toMatchObject({ value: { n: "2" } });
});

test("code that ends in a comment is read to its end", () => {
  expect(run("function handler() { return {}; } // the end")).toMatchObject({ value: {} });
});

test.each([
  "this.constructor.constructor('return process')()",
  "(function () {}).constructor('return process')()",
  "event.constructor.constructor('return process')()",
  "console.log.constructor('return process')()",
  "(async function () {}).constructor('return process')()",
  "Reflect.construct(Function, ['return process'])()",
])("%s does not reach the host", (expression) => {
  expect(
    run(`function handler(event) { return { found: typeof (${expression}) }; }`, {}),
  ).toHaveProperty("error");
});

test("the code runs in strict mode", () => {
  expect(run("function handler() { undeclared = 1; return {}; }")).toHaveProperty("error");
});

test("a loop is ended, in the handler and after an await", () => {
  expect(run("function handler() { for (;;) {} }")).toHaveProperty("error");
  expect(run("async function handler() { await null; for (;;) {} }")).toHaveProperty("error");
});
