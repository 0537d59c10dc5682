import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../../src/cli/catalog.ts";
import { ARROWS } from "./arrows.ts";
import { circles } from "./circles.ts";
import { resolveImport, roomOf, sourceFiles } from "./source-files.ts";

/** No folder holds more files than a person can take in. */
const MOST_FILES_A_FOLDER = 40;

const files = sourceFiles("src");

describe("the rooms of src", () => {
  test("are only those that are drawn", () => {
    const rooms = new Set(files.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => !(room in ARROWS))).toEqual([]);
  });

  test("look into each other only along the arrows", () => {
    const wrong = files.flatMap(({ path, imports }) =>
      imports.flatMap((specifier) => {
        const target = resolveImport(path, specifier);
        if (target === undefined) return [];
        const [from, to] = [roomOf(path), roomOf(target)];
        if (from === to || ARROWS[from]?.includes(to) === true) return [];
        return [
          `${path} → ${target}: ${from} may look into ${ARROWS[from]?.join(", ") ?? "nothing"}. Move the code to a room that may, or hand the value in.`,
        ];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("have no arrow that nothing goes along", () => {
    const walked = new Set(
      files.flatMap(({ path, imports }) =>
        imports.flatMap((specifier) => {
          const target = resolveImport(path, specifier);
          return target === undefined ? [] : [`${roomOf(path)} → ${roomOf(target)}`];
        }),
      ),
    );
    const drawn = Object.entries(ARROWS).flatMap(([from, rooms]) =>
      rooms.map((to) => `${from} → ${to}`),
    );
    expect(drawn.filter((arrow) => !walked.has(arrow))).toEqual([]);
  });

  test("hold nothing but functions of their arguments in config/: only zod comes from outside", () => {
    const wrong = files.filter(
      ({ path, imports }) =>
        roomOf(path) === "config" &&
        imports.some((specifier) => !specifier.startsWith(".") && !/^zod(\/|$)/.test(specifier)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test("make no circle, types counted", () => {
    expect(
      circles(files).map(
        (circle) => `${circle.join(" → ")}: move what both need into a file of its own`,
      ),
    ).toEqual([]);
  });

  test("are not flat: no folder holds more than about forty files", () => {
    const counts = new Map<string, number>();
    for (const { path } of files) {
      const folder = path.slice(0, path.lastIndexOf("/"));
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const flat = [...counts].filter(([, count]) => count > MOST_FILES_A_FOLDER);
    expect(
      flat.map(
        ([folder, count]) =>
          `${folder} holds ${count} files: give the ideas in it rooms of their own`,
      ),
    ).toEqual([]);
  });

  test("have one file a command and nothing else in commands/", () => {
    const commands = files.filter(({ path }) => roomOf(path) === "commands");
    const names = commands.map(({ path }) => path.replace(/^src\/commands\/(.*)\.ts$/, "$1"));
    expect(names.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
  });

  test("reach the sandbox only through its index", () => {
    const wrong = files.flatMap(({ path, imports }) =>
      roomOf(path) === "sandbox"
        ? []
        : imports
            .map((specifier) => resolveImport(path, specifier) ?? "")
            .filter((target) => roomOf(target) === "sandbox" && target !== "src/sandbox/index.ts")
            .map((target) => `${path} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("load an SDK only in a service's client", () => {
    const wrong = files.filter(
      ({ path, text }) =>
        /^import (?!type)[^;]*?"(@aws-sdk|@gomomento\/sdk)/m.test(text) &&
        !/^src\/services\/[a-z-]+\/[a-z-]*client\.ts$/.test(path),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test("write to a screen only in the terminal", () => {
    const wrong = files.filter(
      ({ path, imports }) =>
        roomOf(path) !== "terminal" &&
        imports.some((name) => /^(inquirer|@inquirer\/.*|ora|chalk)$/.test(name)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test("do not know whether they are rehearsing", () => {
    const wrong = files.filter(
      ({ path, text }) =>
        /^src\/(services|core\/(engine|provision|channel|keys|teardown))\//.test(path) &&
        /\bif \([^)]*sandbox/i.test(text),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe("the outside world", () => {
  /** Where time, the network and the process may be touched. */
  const DOORS =
    /^src\/(main|context)\.ts$|^src\/process\/|^src\/platform\/|^src\/terminal\/|^src\/play\/page\/|^src\/sandbox\/|^src\/services\/[a-z-]+\/[a-z-]*client\.ts$|^src\/verify\/client\.ts$/;

  test.each([
    ["process", /(?<![\w.'"`-])process\./],
    ["console", /(?<![\w.])console\.\w+\(/],
    ["Date.now", /\bDate\.now\(/],
    ["fetch", /(?<![\w.])fetch\(/],
    ["timers", /(?<![\w.])set(Timeout|Interval)\(/],
  ])("%s is reached only through its doors", (_name, pattern) => {
    const wrong = files.filter(
      ({ path, text }) => !DOORS.test(path) && pattern.test(withoutComments(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe("the files of src", () => {
  test("have at most 250 lines each", () => {
    expect(files.filter(({ lines }) => lines > 250).map(({ path }) => path)).toEqual([]);
  });

  test("have a median of at most 90 lines", () => {
    const lengths = files.map(({ lines }) => lines).toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(90);
  });

  test("are named for their idea, in kebab-case, with one door to the sandbox and no barrel", () => {
    const names = files.map(({ path }) => path);
    const odd = names.filter(
      (path) =>
        !/^[a-z0-9-]+(\.d)?\.ts$/.test(path.split("/").at(-1) ?? "") ||
        /\/(utils|helpers|manager|common|misc)\.ts$/.test(path) ||
        (path.endsWith("/index.ts") && path !== "src/sandbox/index.ts"),
    );
    expect(odd).toEqual([]);
  });

  test("export by name, never by default", () => {
    const wrong = files.filter(({ text }) => /^export default/m.test(text));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}
