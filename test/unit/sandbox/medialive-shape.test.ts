import { describe, expect, it } from "vitest";
import { checkShape } from "../../../src/sandbox/medialive/check-shape.ts";
import { fillShape } from "../../../src/sandbox/medialive/fill-shape.ts";
import {
  choice,
  decimal,
  filled,
  flag,
  integer,
  list,
  open,
  record,
  required,
  text,
} from "../../../src/sandbox/medialive/shape.ts";

const SHAPE = record({
  name: required(text(1, 5)),
  size: integer(3),
  rate: decimal(0, 1),
  on: flag(),
  mode: filled(choice("LIVE|VOD"), "LIVE"),
  parts: list(record({ id: required(text()), kind: filled(text(), "plain") })),
  any: open(),
});

describe("a shape of the model", () => {
  const cases: readonly (readonly [string, unknown, readonly string[]])[] = [
    [
      "what fits",
      { name: "a", size: 3, rate: 0.5, on: true, mode: "VOD", parts: [], any: [1] },
      [],
    ],
    ["a member that is missing", {}, ["name is required"]],
    ["null as missing", { name: null }, ["name is required"]],
    ["text that is too short", { name: "" }, ["name must have length greater than or equal to 1"]],
    [
      "text that is too long",
      { name: "abcdef" },
      ["name must have length less than or equal to 5"],
    ],
    [
      "a number that is too small",
      { name: "a", size: 2 },
      ["size must have value greater than or equal to 3"],
    ],
    [
      "a number that is too large",
      { name: "a", rate: 1.5 },
      ["rate must have value less than or equal to 1"],
    ],
    ["a fraction for an integer", { name: "a", size: 3.5 }, ["size must be an integer"]],
    ["text for a number", { name: "a", size: "3" }, ["size must be a number"]],
    ["a number for text", { name: 1 }, ["name must be a string"]],
    ["text for a truth value", { name: "a", on: "true" }, ["on must be true or false"]],
    ["an unknown word", { name: "a", mode: "live" }, ['mode "live" is not one of LIVE, VOD']],
    ["an object for a list", { name: "a", parts: {} }, ["parts must be a list"]],
    ["a fault inside a list", { name: "a", parts: [{ id: "x" }, {}] }, ["parts[1].id is required"]],
    ["a list for an object", [], [" must be an object"]],
  ];
  it.each(cases)("judges %s", (_what, value, expected) => {
    const problems = checkShape(SHAPE, value);
    expect(problems.map((one) => `${one.elementPath} ${one.errorMessage}`)).toEqual(expected);
  });

  it("tells what cannot be read from what is out of range", () => {
    const problems = checkShape(SHAPE, { name: "abcdef", size: "3" });
    expect(problems.map(({ unreadable }) => unreadable)).toEqual([false, true]);
  });

  it("fills in defaults and empty lists, and leaves alone what was sent and what it does not know", () => {
    expect(fillShape(SHAPE, { name: "a", more: { x: 1 } })).toEqual({
      name: "a",
      more: { x: 1 },
      mode: "LIVE",
      parts: [],
    });
    expect(fillShape(SHAPE, { name: "a", mode: "VOD", parts: [{ id: "x" }] })).toEqual({
      name: "a",
      mode: "VOD",
      parts: [{ id: "x", kind: "plain" }],
    });
  });
});
