import { execFileSync } from "node:child_process";
import { createServer } from "node:net";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { runCli, scratchFolder, type Finished } from "../support/cli.ts";

const PLAN = ["init", "--dry-run", "--offline", "--region", "us-west-2", "--no-sandbox", "--json"];
const INPUT = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
/** No key of anybody; nothing is asked before the files are read. */
const AWS = { AWS_ACCESS_KEY_ID: "none", AWS_SECRET_ACCESS_KEY: "none" };
/** Node's own memory is 40 to 60 MB; what is read must not come on top. */
const MOST_MB = 250;

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).toReversed()) await close();
});

type Making = (path: string) => Promise<void> | void;

const ODD: Readonly<Record<string, { readonly make: Making; readonly code: string }>> = {
  "a FIFO": { make: (path) => void execFileSync("mkfifo", [path]), code: "FILE_NOT_PLAIN" },
  "a folder": { make: (path) => mkdir(path), code: "FILE_NOT_PLAIN" },
  "a socket": {
    make: (path) =>
      new Promise((done) => {
        const server = createServer().listen(path, done);
        cleanUp.push(() => void server.close());
      }),
    code: "FILE_NOT_PLAIN",
  },
  "/dev/zero": { make: (path) => symlink("/dev/zero", path), code: "FILE_NOT_PLAIN" },
  "/dev/null": { make: (path) => symlink("/dev/null", path), code: "FILE_NOT_PLAIN" },
  "50 MB": {
    make: (path) => writeFile(path, `{"name": "${"x".repeat(50 * 1024 * 1024)}"}`),
    code: "FILE_TOO_LARGE",
  },
  "no text": {
    make: (path) => writeFile(path, Buffer.from([123, 34, 0xc3, 0x28])),
    code: "FILE_NOT_TEXT",
  },
};

/** Runs the command with a probe of its memory. */
async function run(args: readonly string[], cwd: string, input?: string): Promise<Finished> {
  const probe = join(cwd, "probe.cjs");
  await writeFile(
    probe,
    // What resourceUsage tells begins with the memory of whoever started the process; where there is no /proc, it must do.
    `const { existsSync, readFileSync } = require("node:fs");
    const status = "/proc/self/status";
    const peakKb = () =>
      existsSync(status)
        ? /VmHWM:\\s+(\\d+)/.exec(readFileSync(status, "utf8"))[1]
        : process.resourceUsage().maxRSS;
    process.on("exit", () => process.stderr.write("peak MB " + Math.round(peakKb() / 1024) + "\\n"));`,
  );
  return runCli(args, {
    cwd,
    env: { ...AWS, NODE_OPTIONS: `--require=${probe}` },
    ...(input !== undefined && { input }),
  });
}

function peakMb({ stderr }: Finished): number {
  return Number(/peak MB (\d+)/.exec(stderr)?.[1]);
}

function errorOf({ stdout }: Finished): { code: string; message: string; details?: unknown[] } {
  return (JSON.parse(stdout) as { error: { code: string; message: string } }).error;
}

async function folder(): Promise<string> {
  const { path, remove } = await scratchFolder();
  cleanUp.push(remove);
  return path;
}

describe.each(Object.entries(ODD))("%s", (_name, { make, code }) => {
  test.each([
    ["live-origin.json", []],
    ["mine.json", ["--config", "mine.json"]],
    ["key.json", [...INPUT, "--player-key-file", "key.json"]],
    ["account.json", [...INPUT, "--momento-key-file", "account.json"]],
  ] as const)("as %s is one clear error, in bounded memory", async (file, flags) => {
    const cwd = await folder();
    await make(join(cwd, file));
    // Offline no key of the account is looked for.
    const plan = file === "account.json" ? PLAN.filter((word) => word !== "--offline") : PLAN;
    const ended = await run([...plan, ...flags], cwd);
    expect(ended.code, ended.stdout).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code });
    expect(errorOf(ended).message.length).toBeLessThan(300);
    expect(peakMb(ended)).toBeLessThan(MOST_MB);
  });

  test.each(["state.json", "keys.json", "applied-spec.json", "lock"])(
    "as %s is one clear error",
    async (file) => {
      const cwd = await folder();
      const stack = join(cwd, ".live-origin/live-origin");
      await mkdir(stack, { recursive: true });
      await make(join(stack, file));
      const ended = await run(["status", "--no-sandbox", "--json", "--region", "us-west-2"], cwd);
      expect([1, 2, 4], ended.stdout).toContain(ended.code);
      expect(errorOf(ended).code).not.toBe("BUG");
      expect(peakMb(ended)).toBeLessThan(MOST_MB);
    },
  );
});

describe("a live-origin.json", () => {
  test.each([
    ["lists", "[".repeat(100_000) + "]".repeat(100_000)],
    ["objects", '{"name":'.repeat(100_000) + "1" + "}".repeat(100_000)],
    ["objects that never end", '{"name":'.repeat(100_000)],
  ])("of 100,000 %s inside each other is one clear error", async (_what, text) => {
    const cwd = await folder();
    await writeFile(join(cwd, "live-origin.json"), text);
    const ended = await run(PLAN, cwd);
    expect(ended.code).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: "SPEC_NOT_JSON" });
    expect(errorOf(ended).message).toContain("100000 levels deep");
  });

  test("with a thousand problems shows twenty and counts the rest", async () => {
    const cwd = await folder();
    const keys = Array.from({ length: 1000 }, (_, index) => [`odd${index}`, 1]);
    await writeFile(join(cwd, "live-origin.json"), JSON.stringify(Object.fromEntries(keys)));
    const ended = await run([...PLAN, ...INPUT], cwd);
    expect(ended.code).toBe(2);
    expect(errorOf(ended).message).toContain("1000 settings are not valid");
    expect(errorOf(ended).message).toContain("… and 980 more");
    expect(errorOf(ended).message.split("\n")).toHaveLength(22);
    expect(errorOf(ended).details).toHaveLength(100);
  });

  test("with one endless value is cut", async () => {
    const cwd = await folder();
    const text = JSON.stringify({ name: "x".repeat(500_000), region: "y".repeat(400_000) });
    await writeFile(join(cwd, "live-origin.json"), text);
    for (const args of [
      [...PLAN, ...INPUT],
      ["status", "--no-sandbox", "--json"],
    ]) {
      const ended = await run(args, cwd);
      expect(ended.code).toBe(2);
      expect(ended.stdout.length).toBeLessThan(10_000);
    }
  });

  test.each([
    ["UTF-8 with its mark", (text: string) => Buffer.from(`\uFEFF${text}`)],
    ["UTF-16, as PowerShell writes it", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ])("in %s is read", async (_what, encoded) => {
    const cwd = await folder();
    await writeFile(join(cwd, "live-origin.json"), encoded('{"name": "evening-show"}'));
    const ended = await run([...PLAN, ...INPUT], cwd);
    expect(ended.code, ended.stdout).toBe(0);
    expect(ended.stdout).toContain("evening-show");
  });
});

test("a key file that never ends on standard input is one clear error", async () => {
  const cwd = await folder();
  const args = [...PLAN, ...INPUT, "--player-key-file", "-"];
  const ended = await run(args, cwd, "k".repeat(5_000_000));
  expect(ended.code).toBe(2);
  expect(errorOf(ended)).toMatchObject({ code: "FILE_TOO_LARGE" });
});
