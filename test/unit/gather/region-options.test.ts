import { expect, test } from "vitest";
import { regionOptions } from "../../../src/gather/wizard/region-options.ts";
import { questionAt } from "../../../src/gather/wizard/wizard-state.ts";

const INPUT = { flags: {}, env: {}, file: undefined, parts: ["channel"] } as const;
const found = (text: string, known: { readonly initial?: string; readonly cell?: string } = {}) =>
  regionOptions(questionAt("region"), text, {
    input: INPUT,
    initial: known.initial,
    cell: known.cell,
  });
const values = (...asked: Parameters<typeof found>): readonly string[] =>
  found(...asked).map(({ value }) => value);

test("the regions nearest to the Momento cell come first, else those nearest to the profile's", () => {
  const cell = "cell-1-eu-west-1-1.prod.a.momentohq.com";
  expect(values("", { cell, initial: "us-west-2" }).slice(0, 3)).toEqual([
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
  ]);
  expect(values("", { initial: "us-west-2" })[0]).toBe("us-west-2");
  expect(found("", { cell })[0]?.description).toBe("same region as your Momento cell");
});

test("typing leaves what fits, by name or by place, whatever the case", () => {
  expect(values("eu-w")).toEqual(["eu-west-1", "eu-west-2", "eu-west-3"]);
  expect(values("Frank")).toEqual(["eu-central-1"]);
  expect(values("EU-WEST-1")).toEqual(["eu-west-1"]);
});

test("a region that is new is taken as it was typed, above the likeliest known one", () => {
  expect(values("us-west-3")[0]).toBe("us-west-3");
  expect(found("us-west-3")[1]?.label).toMatch(/^us-west-\d .*perhaps\?$/);
  expect(values("", { initial: "xx-new-1" })[0]).toBe("xx-new-1");
});

test("what cannot be a region is not offered", () => {
  expect(values("us_west_2")).toEqual([]);
  expect(values("mars")).toEqual([]);
});
