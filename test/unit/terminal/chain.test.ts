import { expect, test } from "vitest";
import { renderChain } from "../../../src/terminal/chain.ts";
import { createStyle } from "../../../src/terminal/style.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });
const STATES: Readonly<Record<string, string>> = {
  input: "ATTACHED",
  channel: "RUNNING",
  cache: "created",
  distribution: "InProgress",
};
const drawn = (columns: number): readonly string[] =>
  renderChain((kind) => STATES[kind], style, columns).split("\n");

test("shows the whole way and the state of each hop, at 60 columns too", () => {
  expect(drawn(60)).toEqual([
    "  input    → channel → cache   → edge       → player",
    "  ATTACHED   RUNNING   created   InProgress",
  ]);
  for (const line of drawn(60)) expect(line.length).toBeLessThan(60);
});

test("is one hop a line where there is no room for two", () => {
  expect(drawn(40)).toEqual([
    "  input    ATTACHED",
    "  channel  RUNNING",
    "  cache    created",
    "  edge     InProgress",
    "  player",
  ]);
});
