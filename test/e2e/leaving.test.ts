import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { PROMPTS } from "../../src/terminal/prompts.ts";
import { QUESTIONS } from "../../src/config/fields/questions.ts";
import { scratchFolder } from "../integration/support/cli.ts";
import { startClouds, type EmulatedClouds } from "../integration/support/clouds.ts";
import { rehearsal, type Rehearsal } from "../integration/support/rehearsal.ts";
import { giveConsoleRole } from "./support/console-role.ts";
import { KEYS, openTerminal } from "./support/terminal.ts";
import {
  type Way,
  WAYS_TO_OTHER_QUESTIONS,
  WAYS_TO_SPEC_QUESTIONS,
} from "./support/ways-to-questions.ts";

vi.setConfig({ testTimeout: 60_000 });

const LEAVING = [
  ["Ctrl-C", KEYS.ctrlC],
  ["Ctrl-D", KEYS.ctrlD],
] as const;

let clouds: EmulatedClouds;
beforeAll(async () => {
  clouds = await startClouds();
  await giveConsoleRole(clouds);
});
afterAll(() => clouds.sandbox.close());

test("there is a way to every question that the program's tables know", () => {
  expect(Object.keys(WAYS_TO_SPEC_QUESTIONS).toSorted()).toEqual(
    QUESTIONS.map(({ key }) => key).toSorted(),
  );
  expect(Object.keys(WAYS_TO_OTHER_QUESTIONS).toSorted()).toEqual(Object.keys(PROMPTS).toSorted());
  for (const [key, { question }] of Object.entries(WAYS_TO_SPEC_QUESTIONS)) {
    const { message = "" } = QUESTIONS.find((each) => each.key === key) ?? {};
    // A ladder's rungs are counted.
    if (key !== "rungs") expect(message).toContain(question);
  }
  for (const [key, { question }] of Object.entries(WAYS_TO_OTHER_QUESTIONS))
    expect(PROMPTS[key as keyof typeof PROMPTS]("live-origin")).toContain(question);
});

/** Goes to a question, leaves it, and returns what was said last. */
async function leave(way: Way, key: string, cwd: string, env: Readonly<Record<string, string>>) {
  const args = way.in === "stack" ? [...way.args, "--sandbox"] : way.args;
  const screen = openTerminal(args, { cwd, env, columns: 160 });
  try {
    for (const [question, keys] of way.before ?? []) await screen.answer(question, keys);
    await screen.answer(way.question, key);
    const { code, text } = await screen.ended;
    return { code, last: text.slice(text.lastIndexOf("✗")).trimEnd() };
  } finally {
    screen.kill();
  }
}

const NOTHING = /^✗ Cancelled: nothing was created or changed\.$/;

const ALL = Object.entries({ ...WAYS_TO_SPEC_QUESTIONS, ...WAYS_TO_OTHER_QUESTIONS });

describe("leaving before anything exists", () => {
  const ways = ALL.filter(([, way]) => way.in !== "stack" && way.says === undefined);

  test.each(ways)("at the question %s makes nothing and says so in one line", async (_key, way) => {
    const looks = LEAVING.map(async ([, key]) => {
      const folder = await scratchFolder();
      try {
        if (way.file !== undefined)
          await writeFile(join(folder.path, "live-origin.json"), JSON.stringify(way.file));
        const before = await folder.entries();
        const env = way.in === "clouds" ? envWith(way) : {};
        const { code, last } = await leave(way, key, folder.path, env);
        expect(last).toMatch(NOTHING);
        expect(code).toBe(130);
        expect(await folder.entries()).toEqual(before);
      } finally {
        await folder.remove();
      }
    });
    const made = namesIn(clouds);
    await Promise.all(looks);
    expect(namesIn(clouds)).toEqual(made);
  });
});

describe("leaving after something was made or changed", () => {
  const ways = ALL.filter(([, way]) => way.says !== undefined).flatMap(([name, way]) =>
    LEAVING.map(([how, key]) => [how, name, way, key] as const),
  );

  test.each(ways)("with %s at the question %s says so", async (_how, _name, way, key) => {
    const place = way.in === "stack" ? await stackOf(way) : await scratchFolder();
    const own = await startClouds();
    await giveConsoleRole(own);
    try {
      const { code, last } = await leave(way, key, place.path, way.in === "clouds" ? own.env : {});
      expect(last).toMatch(way.says ?? /^$/);
      expect(code).toBe(130);
    } finally {
      await own.sandbox.close();
      await ("close" in place ? place.close() : place.remove());
    }
  });
});

describe("leaving where a stack exists", () => {
  const ways = ALL.filter(([, way]) => way.in === "stack" && way.says === undefined);

  test.each(ways)("at the question %s changes nothing of it", async (_key, way) => {
    const place = await stackOf(way);
    try {
      const own = join(place.path, ".live-origin/sandbox");
      const state = join(own, "live-origin/state.json");
      const kept = await readFile(state, "utf8");
      await cp(own, join(place.path, "kept"), { recursive: true });
      const exists = namesIn(place);
      for (const [, key] of LEAVING) {
        if (way.forgotten === true) await rm(own, { recursive: true });
        const { code, last } = await leave(way, key, place.path, {});
        expect(last).toMatch(NOTHING);
        expect(code).toBe(130);
        expect(namesIn(place)).toEqual(exists);
        if (way.forgotten === true) await cp(join(place.path, "kept"), own, { recursive: true });
        else expect(await readFile(state, "utf8")).toBe(kept);
      }
    } finally {
      await place.close();
    }
  });
});

async function stackOf({ made = [], denied }: Way): Promise<Rehearsal> {
  const place = await rehearsal();
  for (const args of made) {
    const run = await place.run(args);
    expect(run.code, run.stderr).toBe(0);
  }
  const error = { name: "AccessDeniedException", message: "not allowed", status: 403 };
  if (denied !== undefined) place.sandbox.setFaults([{ ...denied, effect: "refuse", error }]);
  return place;
}

/** What exists; a running channel goes on writing into it. */
function namesIn({ sandbox }: Pick<EmulatedClouds, "sandbox">): readonly string[] {
  return sandbox.inventory().map(({ kind, id }) => `${kind} ${id}`);
}

function envWith({ env = {} }: Way): Record<string, string> {
  const all = Object.entries({ ...clouds.env, ...env }).filter(([, value]) => value !== "");
  return Object.fromEntries(all);
}
