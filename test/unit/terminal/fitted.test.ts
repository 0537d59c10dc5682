import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { fitted } from "../../../src/terminal/fitted.ts";
import { createStyle } from "../../../src/terminal/style.ts";
import { columnsTold, textColumns } from "../../../src/platform/text-columns.ts";
import { supportsUnicode, inAscii } from "../../../src/platform/text-signs.ts";

const FIT = { columns: 40, program: "npx live-origin", continues: "\\" };

test("no line is wider than the terminal, words whole, commands as they can be copied", () => {
  expect(fitted("short", FIT)).toBe("short");
  expect(
    fitted("  The channel runs already, and a schedule of another run ends it at nine.", FIT).split(
      "\n",
    ),
  ).toEqual([
    "  The channel runs already, and a",
    "    schedule of another run ends it at",
    "    nine.",
  ]);
  expect(
    fitted("npx live-origin init --region us-west-2 --ladder hd --yes", FIT).split("\n"),
  ).toEqual(["npx live-origin init \\", "  --region us-west-2 --ladder hd \\", "  --yes"]);
  const coloured = createStyle({ isTTY: true, env: {}, plain: false });
  const command = "npx live-origin init --region us-west-2 --ladder hd --yes";
  expect(stripVTControlCharacters(fitted(`  ${coloured.cyan(command)}`, FIT)).split("\n")).toEqual([
    "  npx live-origin init \\",
    "    --region us-west-2 --ladder hd \\",
    "    --yes",
  ]);
  expect(
    fitted("To end it now, type npx live-origin stop --name 'a b' --config a.json and wait.", FIT),
  ).toBe(
    "To end it now, type\n  npx live-origin stop --name 'a b' \\\n    --config a.json\n  and wait.",
  );
  const curl = `curl -sS --user "$ID:$SECRET" -H "x-amz-security-token: $TOKEN" -- http://127.0.0.1:1/a`;
  const copied = fitted(`${" ".repeat(12)}${curl}`, FIT);
  expect(copied.replaceAll(/ \\\n */g, " ").trim()).toBe(curl);
  expect(Math.max(...copied.split("\n").map((each) => each.length))).toBeLessThanOrEqual(40);
  const url = `https://${"a".repeat(60)}.net/playlist.m3u8`;
  expect(fitted(`Play ${url}`, FIT)).toBe(`Play\n  ${url}`);
});

test("what stands beside a label goes on below itself, where that leaves room enough", () => {
  const line = "  Costs    about one dollar an hour while it runs, whether somebody looks or not";
  expect(fitted(line, { ...FIT, columns: 60 }).split("\n")).toEqual([
    "  Costs    about one dollar an hour while it runs, whether",
    "           somebody looks or not",
  ]);
  const second = `           ${line.slice(11)}`;
  expect(fitted(second, { ...FIT, columns: 60 }).split("\n")[1]).toBe(
    "           somebody looks or not",
  );
  expect(fitted(line, FIT).split("\n")[1]).toBe("    while it runs, whether somebody");
});

test("a command far to the right moves to the left, and is broken as its shell allows where that is not enough", () => {
  const deep = " ".repeat(20);
  expect(fitted(`${deep}See npx live-origin init --help-all`, FIT).split("\n").at(-1)).toBe(
    `${" ".repeat(9)}npx live-origin init --help-all`,
  );
  const long = "npx live-origin start --name evening-show --sandbox";
  expect(fitted(`${deep}See ${long}`, FIT).split("\n").slice(1)).toEqual([
    "  npx live-origin start \\",
    "    --name evening-show --sandbox",
  ]);
});

test("colours take no room", () => {
  const style = createStyle({ isTTY: true, env: {}, plain: false });
  const line = `${style.green("✓")} ${style.bold("a".repeat(38))}`;
  expect(fitted(line, FIT)).toBe(line);
});

test("COLUMNS narrows a terminal, and is the width where there is none", () => {
  const terminal = { isTTY: true, columns: 100 };
  expect(columnsTold(terminal, {})).toBe(100);
  expect(columnsTold(terminal, { COLUMNS: "60" })).toBe(60);
  expect(columnsTold(terminal, { COLUMNS: "200" })).toBe(100);
  expect(columnsTold({}, { COLUMNS: "60" })).toBe(60);
  expect(columnsTold({}, { COLUMNS: "wide" })).toBeUndefined();
  expect(textColumns({}, {})).toBe(80);
  expect(textColumns({ isTTY: true, columns: 0 }, {})).toBe(80);
  expect(textColumns({ isTTY: true, columns: 5 }, {})).toBe(20);
});

test.each([
  [{ LANG: "C" }, false],
  [{ LANG: "en_US.ISO-8859-1" }, false],
  [{ LANG: "C", LC_ALL: "en_GB.UTF-8" }, true],
  [{ LANG: "en_GB.utf8" }, true],
  [{ LC_CTYPE: "POSIX", LANG: "en_GB.UTF-8" }, false],
  [{ TERM: "linux", LANG: "en_GB.UTF-8" }, false],
  [{}, true],
])("%j has signs beyond ASCII: %s", (env, has) => {
  expect(supportsUnicode(env, "linux")).toBe(has);
  expect(inAscii("✓ done → next …")).toBe("+ done > next ...");
  expect(inAscii("✔ ❯ ↑↓ navigate • ⏎ select ⠋⠙⠹⠸")).toBe("+ > ^v navigate * Enter select -\\|/");
});

test.each([
  [{ CLICOLOR_FORCE: "1" }, 1],
  [{ CLICOLOR_FORCE: "0" }, 0],
  [{ CLICOLOR_FORCE: "1", NO_COLOR: "1" }, 0],
  [{ CLICOLOR_FORCE: "1", FORCE_COLOR: "0" }, 0],
])("%j in a pipe gives colour level %d", (env, level) => {
  expect(createStyle({ isTTY: false, env, plain: false }).level).toBe(level);
});
