import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { runCli, scratchFolder } from "./support/cli.ts";

const EXAMPLES = resolve(import.meta.dirname, "../../examples");
const LOOK = ["--dry-run", "--offline", "--json"];
const files = readdirSync(EXAMPLES).filter((name) => name.endsWith(".json"));

/** The requests that a command line of ours would send, looked at in a folder of its own. */
async function looked(argv: readonly string[], spec: string): Promise<readonly string[]> {
  const folder = await scratchFolder();
  try {
    copyFileSync(join(EXAMPLES, spec), join(folder.path, "live-origin.json"));
    const { code, stdout, stderr } = await runCli(argv, { cwd: folder.path });
    expect(code, stderr).toBe(0);
    const { steps } = JSON.parse(stdout) as { steps: { resource: string; action: string }[] };
    return steps.map(({ resource, action }) => `${action} ${resource}`);
  } finally {
    await folder.remove();
  }
}

test("there is an example of every kind that the README of the examples lists", () => {
  const listed = readFileSync(join(EXAMPLES, "README.md"), "utf8");
  for (const name of readdirSync(EXAMPLES).filter((each) => each !== "README.md"))
    expect(listed).toContain(`[${name}](${name})`);
});

test.each(files)("%s is a Spec whose requests can all be built", async (name) => {
  const steps = await looked(["init", ...LOOK], name);
  for (const kind of ["cache", "input", "channel", "distribution"])
    expect(steps).toContain(`create ${kind}`);
});

test("every command of ours in the CI job is one that the program takes", async () => {
  const job = readFileSync(join(EXAMPLES, "ci-job.yml"), "utf8");
  const lines = [...job.matchAll(/npx live-origin ([^>\n]+)/g)].map(([, words = ""]) =>
    words.trim(),
  );
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    const argv = line.split(/\s+/);
    await looked([...argv, ...LOOK.filter((flag) => !argv.includes(flag))], "obs.json");
  }
});
