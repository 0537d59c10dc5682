import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import { type AskedHelp, askedHelp } from "../../../src/cli/help/asked-help.ts";
import { helpDocument } from "../../../src/cli/help/help-document.ts";
import { makeHelp } from "../../../src/cli/help/make-help.ts";
import { renderHelp } from "../../../src/cli/help/render-help.ts";
import { SANDBOX_FLAGS } from "../../../src/cli/flags.ts";
import { defaultText, isOff } from "../../../src/config/fields/field.ts";
import { FIELDS } from "../../../src/config/fields/fields.ts";

const NAMES = COMMANDS.map(({ name }) => name);
const MODEL = makeHelp(COMMANDS, "1.2.3");
const PAGES: readonly AskedHelp[] = [undefined, ...NAMES].flatMap((command) =>
  [false, true].map((isWhole) => ({ about: "help", command, isWhole, isJson: false }) as const),
);

function page(asked: AskedHelp, columns: number, program = "live-origin"): string {
  return renderHelp(MODEL, asked, { columns, program, continues: "\\" });
}

describe("help", () => {
  test.each([80, 40])("is as it is at %d columns", async (columns) => {
    const pages = PAGES.filter(({ isWhole }) => !isWhole).map((asked) => {
      const title = `$ ${asked.command ?? ""} ${asked.isWhole ? "--help-all" : "--help"}`;
      return `${title}\n${page(asked, columns)}`;
    });
    await expect(pages.join("\n")).toMatchFileSnapshot(`golden/help-${columns}.txt`);
  });

  test.each([80, 72, 64, 60, 40, 20])("fits %d columns, words whole", (columns) => {
    for (const program of ["live-origin", "npx ./live-origin-0.1.0.tgz"])
      for (const asked of PAGES)
        for (const line of page(asked, columns, program).split("\n")) {
          // A word that is longer than the line stays whole; so does a pipe, which shells read in different ways.
          const words = line.trim().replace(/ \\$/, "");
          const isOneWord = !words.includes(" ") && words.length >= columns - 7;
          if (line.length >= columns && !isOneWord && !line.endsWith("|"))
            expect(line).toBe(`shorter than ${columns}`);
        }
  });

  test("of init takes no more than 60 lines, begins with examples and ends with where to read on", () => {
    for (const program of ["live-origin", "npx live-origin", "node bin/live-origin.js"]) {
      const lines = page(
        { about: "help", command: "init", isWhole: false, isJson: false },
        80,
        program,
      ).split("\n");
      expect(lines.length - 1).toBeLessThanOrEqual(60);
      expect(lines.slice(0, 2)).toEqual(["Examples:", `  ${program} init`]);
      expect(lines.slice(-3).join(" ")).toContain(`Read on: ${program} init --help-all`);
    }
  });

  test("names every setting with flag, variable, key and default in --help-all", () => {
    const text = page({ about: "help", command: "init", isWhole: true, isJson: false }, 10_000);
    for (const field of FIELDS) {
      const { kind, flag, variable, path } = field;
      const isNegated = kind === "boolean" && !isOff(field);
      expect(text).toContain(`  ${isNegated ? flag.replace("--", "--no-") : flag} `);
      expect(text).toContain(`[${variable}, ${path}]`);
      expect(text).toContain(defaultText(field) ?? "");
    }
  });

  test("keeps the sandbox's flags together", () => {
    expect(SANDBOX_FLAGS.filter(({ group }) => group !== "sandbox")).toEqual([]);
  });

  test("shows only what does something", () => {
    const of = (command: string): string =>
      page({ about: "help", command, isWhole: true, isJson: false }, 80);
    expect(of("keys")).not.toMatch(/--dry-run|--profile|--region|--yes/);
    expect(of("completion")).not.toMatch(/--sandbox|--name|--dry-run/);
    expect(of("teardown")).not.toMatch(/--yes|--offline/);
    expect(of("create-cdn")).toMatch(/--dry-run[\s\S]*--offline/);
  });

  test.each([
    [["--help"], { command: undefined, isWhole: false }],
    [["help"], { command: undefined, isWhole: false }],
    [["help", "stop"], { command: "stop", isWhole: false }],
    [["--help", "stop"], { command: "stop", isWhole: false }],
    [["--name", "stop", "--help"], { command: undefined, isWhole: false }],
    [["help", "help"], { command: undefined, isWhole: false }],
    [["help", "settings"], { command: "init", isWhole: true }],
    [["stop", "-h"], { command: "stop", isWhole: false }],
    [["stop", "--name", "help", "--help-all"], { command: "stop", isWhole: true }],
    [["--help", "--json"], { command: undefined, isJson: true }],
    [["-v"], { about: "version" }],
    [["--version", "--json"], { about: "version", isJson: true }],
    [["stpo", "--help"], undefined],
    [["help", "stpo"], undefined],
    [["stop", "--version"], undefined],
    [["stop", "--", "--help"], undefined],
    [[], undefined],
  ] as const)("is asked for by %j", (argv, asked) => {
    const found = askedHelp(argv, NAMES);
    if (asked === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(asked);
  });

  test("is JSON with commands, flags and codes", () => {
    const all = helpDocument(
      { about: "help", command: undefined, isWhole: false, isJson: true },
      COMMANDS,
    );
    expect(all).toMatchObject({
      schemaVersion: 1,
      exitCodes: { ok: 0, usage: 2, inputNeeded: 4 },
      errorCodes: { USAGE: expect.any(String) as string },
    });
    const text = JSON.stringify(all);
    for (const { name } of COMMANDS) expect(text).toContain(`"name":"${name}"`);
    expect(text).toContain('"flag":"--region","value":"REGION"');
  });
});
