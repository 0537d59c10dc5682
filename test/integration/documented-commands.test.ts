import { execFile } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanEnv, scratchFolder, startCli } from "./support/cli.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";
import { DEFAULT_ACCOUNT_QUOTAS } from "../../src/sandbox/account-quotas.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

const DOCUMENTS = [
  "README.md",
  "AGENTS.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/sandbox.md",
  "examples/README.md",
  "examples/ci-job.yml",
];

/** Commands that this test does not run, each with what does, or why nothing can. Whoever adds one says so here. */
const LEFT: Readonly<Record<string, string>> = {
  "npm ci": "how .ci/run begins",
  "npm run build": "would replace the bundle that other tests run; npm test begins with it",
  "npm run demo": "the same; its second half is the first case of test/e2e/terminals.test.ts",
  "npm pack": "test/e2e/tarball.test.ts",
  "npm publish": "nobody has published yet; .ci/run does it with --dry-run",
  "npm audit signatures": "wants what is published",
  "winget install ffmpeg": "Windows",
  "aws medialive list-channels": "test/integration/other-peoples-code.test.ts, where there is aws",
  "node your-code.mjs": "the reader's own",
  "live-origin completion fish | source": "test/e2e/completion.test.ts",
  "live-origin completion powershell | Out-String | Invoke-Expression": "no PowerShell here",
  "live-origin conformance --ask all --accept-charges --play https://example.com/a.mp4 --region us-west-2":
    "four shows: test/integration/conformance.test.ts",
  "live-origin verify --watch": "test/integration/verify-watch-looks.test.ts",
  "live-origin teardown --config .live-origin/conformance.json":
    "after a crash: test/integration/conformance-killed.test.ts",
};

type Shown = { readonly document: string; readonly line: string };

/** What a command line of ours, of npm or of a shell that a document shows begins with. */
const STARTS =
  /^(?:\$ )?(?:live-origin(?: |$)|npx |npm |node |aws |curl |winget |source |export |eval )/;

/** Every line of an indented block, and every piece of code within a sentence, that can be typed. */
const SHOWN: readonly Shown[] = DOCUMENTS.flatMap((document) => {
  const text = read(document);
  const code = document.endsWith(".yml")
    ? [...text.matchAll(/- run: (.+)$/gm)].map(([, line = ""]) => line)
    : [...text.matchAll(/^ {4}(.+)$|`([^`\n]+)`/gm)].map(([, block, inline]) => block ?? inline);
  return code
    .map((line = "") => line.replace(/ {2,}#.*$/, "").replace(/ > \S+$/, ""))
    .filter((line) => STARTS.test(line))
    .flatMap((line) => (line.includes("$(") || line.endsWith("&") ? [line] : line.split(" && ")))
    .map((line) => ({ document, line: line.trim() }));
});

const PROGRAM = /^(?:live-origin|npx (?:\.|live-origin(?:@[\d.]+)?|\.\/live-origin-[\d.]+\.tgz)) /;

/** Without what starts it: the words that the program gets. A name alone, or a way to start alone, is no command. */
const OURS: readonly string[] = [
  ...new Set(
    SHOWN.filter(({ line }) => PROGRAM.test(line) && !(line in LEFT) && !line.includes("…"))
      .map(({ line }) => line.replace(PROGRAM, ""))
      .filter((words) => /^(?:[a-z]+(?:-[a-z]+)*|--[a-z]+)(?: |$)/.test(words)),
  ),
];

/** Which of several comes first in the life of a stack. */
const LIFE = [
  /--help|--version|^completion/,
  /^doctor|--dry-run/,
  /^init\b(?!.*--(?:input|for|cache|config|region|start)\b)/,
  /^init\b.*--for/,
  /^init|^create/,
  /^(?:keys|conformance|rotate-keys)/,
  /^start/,
  /^(?:verify|status|play)/,
  /^stop/,
  /^teardown(?!.*--orphans)/,
  /^/,
];
const turn = (words: string): number => LIFE.findIndex((pattern) => pattern.test(words));

/** What a person answers, what stands for a name, and what a rehearsal with nobody who pushes wants otherwise. */
function typed(words: string): readonly string[] {
  const [verb = "", ...given] = words
    .replace("NAME", "live-origin")
    .replace("--config live-origin.json", "--config mp4-loop.json")
    .replace("--obs-profile", "--config obs.json --obs-profile")
    .split(" ");
  const argv = [verb, ...given.filter((word) => word !== "--sandbox")];
  const needed = (flag: string, ...more: readonly string[]): readonly string[] =>
    argv.includes(flag) ? [] : [flag, ...more];
  const isPlanned = argv.some((word) => word === "--dry-run" || word === "--help");
  if (verb === "rotate-keys")
    return [...argv, ...needed("--yes"), ...needed("--allow-interruption")];
  if (verb === "teardown")
    return [...argv, ...needed("--confirm", "live-origin"), ...needed("--allow-interruption")];
  if (verb !== "init" || isPlanned) return argv;
  const answered = [...argv, ...needed("--yes")];
  // A stack of its own, so that this one's input stays; test/e2e/real-input.test.ts starts them and sends.
  return /--(?:input|region|cache|config|obs-profile) /.test(words)
    ? [
        ...answered.filter((word) => word !== "--start"),
        ...needed("--name", `shown-${turnOf(words)}`),
      ]
    : answered;
}

const withoutJson = (line: string): string => line.replace(" --json", "");
const turnOf = (words: string): number => OURS.indexOf(words);

test("whoever shows a command that is not run here says why", () => {
  const lines = SHOWN.map(({ line }) => line);
  for (const left of Object.keys(LEFT)) expect(lines.join("\n")).toContain(left);
  expect(Object.keys(LEFT)).toHaveLength(14);
});

test("every script of npm that is shown is there", () => {
  const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: object };
  const named = SHOWN.flatMap(({ line }) => [
    ...[...line.matchAll(/^npm run ([\w:]+)/g)].map(([, name = ""]) => name),
    ...(line.startsWith("npm test") ? ["test"] : []),
  ]);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

describe("in a rehearsal", () => {
  let place: Rehearsal;
  beforeAll(async () => {
    place = await rehearsal({
      quotas: { ...DEFAULT_ACCOUNT_QUOTAS, channels: 20, pushInputs: 20 },
    });
    for (const name of ["obs.json", "mp4-loop.json", "srt.json"])
      copyFileSync(join(ROOT, "examples", name), join(place.path, name));
    writeFileSync(join(place.path, "show.mp4"), "nobody reads it before a start");
  });
  afterAll(() => place.close());

  const ours = OURS.filter((words) => !words.startsWith("sandbox"))
    .toSorted((one, other) => turn(one) - turn(other))
    .map((words) => typed(words).join(" "));

  // What a run does is the same with a document at its end.
  const each = ours.filter(
    (line, at) => ours.findIndex((other) => withoutJson(other) === withoutJson(line)) === at,
  );
  test.each(each)("live-origin %s", async (line) => {
    const argv = line.split(" ");
    if (line.includes("--encoder-key-file"))
      for (const key of ["encoder", "player"])
        await place.run(["keys", "export", key, "--out", `${key}.json`]);
    if (argv[0] === "play") {
      const running = startCli([...argv, "--no-open", "--sandbox"], { cwd: place.path });
      await running.seen("stdout", /http:/);
      running.child.kill("SIGINT");
      expect((await running.finished).code).toBe(0);
      return;
    }
    const { code, stdout, stderr } = await place.run(argv);
    expect(code, `${stdout}${stderr}`).toBe(0);
    // It works on the other stack's cache, which is about to be given up.
    const name = argv.at(-1) ?? "";
    if (line.includes("--adopt-cache"))
      expect(await place.run(["teardown", "--name", name, "--confirm", name])).toMatchObject({
        code: 0,
      });
  });
});

test("what is shown of a shell runs in one as it stands", async () => {
  const folder = await scratchFolder();
  const lines = SHOWN.map(({ line }) => line).filter(
    (line) => !(line in LEFT) && /^(?:live-origin sandbox |curl |source )/.test(line),
  );
  const script = lines
    .map((line) => line.replace(/sandbox &$/, "sandbox --rtmp-port 0 --latency instant &"))
    .join("\n");
  try {
    const { stdout } = await run(
      "bash",
      ["-c", `set -e\ntrap 'kill $(jobs -p); wait' EXIT\n${script}\ncomplete -p live-origin`],
      { cwd: folder.path, env: cleanEnv(folder.path) },
    );
    expect(stdout).toContain('"inventory"');
    expect(stdout).toContain("_live_origin live-origin");
  } finally {
    await folder.remove();
  }
});
