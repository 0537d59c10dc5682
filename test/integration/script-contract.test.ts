import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "./support/cli.ts";

const run = promisify(execFile);

let folder: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(() => folder.remove());

type ErrorDocument = {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly resource?: string;
    readonly details?: readonly { readonly flag: string; readonly variable?: string }[];
  };
};

const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}, input?: string) =>
  runCli(args, { cwd: folder.path, env, ...(input === undefined ? {} : { input }) });

async function refused(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const { code, stdout } = await cli([...args, "--json"], env);
  return { exit: code, ...(JSON.parse(stdout) as ErrorDocument).error };
}

describe("without a person to ask", () => {
  test.each([
    ["a closed stdin", [], {}, undefined],
    ["a pipe full of answers", [], {}, "y\ny\ny\n"],
    ["--no-input", ["--no-input"], {}, undefined],
    ["CI", [], { CI: "true" }, undefined],
  ])(
    "%s names everything that is missing at once, with flag and variable",
    async (_name, args, env, input) => {
      const { code, stdout, stderr } = await cli(["init", ...args], env, input);
      expect(code).toBe(4);
      expect(stdout).toBe("");
      for (const way of [
        "--region",
        "LIVE_ORIGIN_REGION",
        "--input",
        "LIVE_ORIGIN_INPUT",
        "--momento-key-file",
        "MOMENTO_API_KEY",
        "--profile",
        "AWS_PROFILE",
        "--yes",
      ])
        expect(stderr).toContain(way);
      expect(await folder.entries()).toEqual([]);
    },
  );

  test("says what the chosen input still needs", async () => {
    const needed = await refused(
      ["init", "--region", "us-west-2", "--input", "srt-caller", "--yes"],
      { MOMENTO_API_KEY: "x" },
    );
    expect(needed).toMatchObject({ code: "INPUT_NEEDED" });
    expect(needed.details?.map(({ flag }) => flag)).toEqual(["--srt-address", "--srt-port"]);
  });

  test("--yes answers the plan and invents no value", async () => {
    const needed = await refused(["init", "--yes"]);
    expect(needed.details?.map(({ flag }) => flag)).toEqual([
      "--region",
      "--input",
      "--momento-key-file",
      "--profile",
    ]);
  });

  test("invalid values come before missing ones, all of them", async () => {
    const { code, stderr } = await cli([
      "init",
      "--input",
      "rtmp-push",
      "--cidr",
      "300.1.1.1/32",
      "--key-days",
      "x",
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain("300.1.1.1");
    expect(stderr).toContain("--key-days");
    expect(stderr).toContain("--region");
  });
});

describe("what cannot be understood", () => {
  test.each([
    [["inti"], "init"],
    [["help", "strat"], "start"],
    [["init", "--regoin", "us-west-2"], "--region"],
    [["teardown", "--comfirm", "x"], "--confirm"],
    [["completion", "bsh"], "bash"],
    [["init", "--ladder", "mobil"], "mobile"],
  ])("%j exits 2 and suggests %s", async (args, near) => {
    const plain = await cli(args);
    expect(plain.code).toBe(2);
    expect(plain.stdout).toBe("");
    expect(plain.stderr).toContain(`Did you mean ${near}?`);
    expect(plain.stderr).not.toMatch(/\n\s+at /);
    const { code, stdout } = await cli([...args, "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toHaveProperty("error.code");
  });

  test("a misspelt variable is refused, because ignoring it would build something else", async () => {
    expect(await refused(["status"], { LIVE_ORIGIN_SEGMENT_SECOND: "4" })).toMatchObject({
      code: "UNKNOWN_VARIABLE",
      hint: expect.stringContaining("LIVE_ORIGIN_SEGMENT_SECONDS"),
    });
    expect(await refused(["init"], { LIVE_ORIGIN_SANDBOX: "maybe" })).toMatchObject({
      code: "INVALID_VALUE",
    });
  });

  test("a variable that resembles none of ours is somebody else's", async () => {
    expect(await refused(["status"], { LIVE_ORIGIN_COMPANY_COST_CENTRE: "7" })).toMatchObject({
      code: "NO_STACK",
    });
  });
});

describe("a folder where nothing was made", () => {
  test("is told of at once as it is after looking everywhere", async () => {
    const atOnce = (await cli(["status", "--json"])).stdout;
    expect(JSON.parse(atOnce)).toHaveProperty("error.code", "NO_STACK");
    for (const env of [{ LIVE_ORIGIN_NAME: "live-origin" }, { AWS_CONFIG_FILE: "/nowhere" }])
      expect((await cli(["status", "--json"], env)).stdout).toBe(atOnce);
  });
});

describe("the environment", () => {
  test("rehearses with LIVE_ORIGIN_SANDBOX, and --no-sandbox wins over it", async () => {
    const plan = ["init", "--dry-run", "--offline", "--json"];
    const env = { LIVE_ORIGIN_SANDBOX: "true" };
    expect((await cli(plan, env)).code).toBe(0);
    expect((await cli([...plan, "--no-sandbox"], env)).code).toBe(4);
  });

  test("is read below flags and above the file", async () => {
    await writeFile(
      join(folder.path, "live-origin.json"),
      JSON.stringify({ name: "from-file", region: "eu-west-1", cdn: { cors: false } }),
    );
    const { stdout } = await cli(
      ["init", "--sandbox", "--dry-run", "--offline", "--json", "--ttl-seconds", "7200"],
      { LIVE_ORIGIN_NAME: "from-env", LIVE_ORIGIN_TTL_SECONDS: "9000" },
    );
    expect(JSON.parse(stdout)).toMatchObject({ name: "from-env" });
    expect(stdout).toContain("ttl_seconds=7200");
    expect(stdout).not.toContain("ResponseHeadersPolicyId");
  });
});

describe("the output", () => {
  test("is one document, with no noise of any library, when every SDK is loaded", async () => {
    const { code, stdout, stderr } = await cli(
      [
        "init",
        "--sandbox",
        "--yes",
        "--for",
        "1s",
        "--latency",
        "instant",
        "--rtmp-port",
        "0",
        "--encoder-auth",
        "parameter-store",
        "--json",
      ],
      { FORCE_COLOR: "1" },
    );
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ name: "live-origin", verified: true });
    expect(stdout + stderr).not.toContain("\u001B");
    expect(stdout + stderr).not.toMatch(/deprecat|Warning|INFO|DEBUG|momento-sdk/i);
    for (const line of stderr.split("\n").filter((text) => text !== ""))
      expect(line).toMatch(/^( {2}|✓ |! |· |Running|In AWS)/);
  }, 60_000);

  test.each([
    ["nothing of it", {}, false],
    ["FORCE_COLOR", { FORCE_COLOR: "1" }, true],
    ["NO_COLOR", { NO_COLOR: "1" }, false],
    ["FORCE_COLOR=0", { FORCE_COLOR: "0" }, false],
  ])("has colours in a pipe as %s says", async (_name, env, coloured) => {
    const { stderr } = await cli(["init", "--no-input"], env);
    expect(stderr.includes("\u001B[")).toBe(coloured);
    const plain = await cli(["init", "--no-input", "--no-color"], env);
    expect(plain.stderr).not.toContain("\u001B[");
  });
});

describe("help", () => {
  test("is what a newcomer gets who types nothing", async () => {
    const { stdout, code } = await cli([]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[0]).toBe("live-origin sets up live video in one run, and takes it down again:");
    expect(stdout).toMatch(/^ {2}live-origin init --sandbox +rehearse it here/m);
    expect(lines.length).toBeLessThan(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(80);
    expect((await cli(["--help"])).stdout).toMatch(/^Try it now, with no account:\n/);
  });
});

describe("completion", () => {
  const complete = async (words: readonly string[]): Promise<readonly string[]> => {
    const { stdout: script } = await cli(["completion", "bash"]);
    await writeFile(join(folder.path, "completion.bash"), script);
    const list = words.map((word) => `'${word}'`).join(" ");
    const { stdout } = await run(
      "bash",
      [
        "--norc",
        "-c",
        `source completion.bash; COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _live_origin; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ],
      { cwd: folder.path },
    );
    return stdout.split("\n").filter((word) => word !== "");
  };

  test("knows commands, flags, presets and regions", async () => {
    expect(await complete(["live-origin", "create-"])).toEqual([
      "create-origin",
      "create-channel",
      "create-cdn",
    ]);
    expect(await complete(["live-origin", "init", "--seg"])).toEqual([
      "--segment-seconds",
      "--segment-names",
    ]);
    expect(await complete(["live-origin", "init", "--ladder", ""])).toEqual([
      "tutorial",
      "hd",
      "mobile",
      "starter",
    ]);
    expect(await complete(["live-origin", "init", "--ladder", "=", "h"])).toEqual(["hd"]);
    expect(await complete(["live-origin", "init", "--role-arn", ""])).toEqual([]);
    expect(await complete(["live-origin", "init", "--region", "us-w"])).toEqual([
      "us-west-1",
      "us-west-2",
    ]);
    expect(await complete(["live-origin", "completion", "f"])).toEqual(["fish"]);
  });

  test("knows the stacks of the folder, real ones and rehearsals", async () => {
    await mkdir(join(folder.path, ".live-origin/show"), { recursive: true });
    await mkdir(join(folder.path, ".live-origin/sandbox/rehearsed"), { recursive: true });
    const names = await complete(["live-origin", "teardown", "--name", ""]);
    expect(names.toSorted()).toEqual(["rehearsed", "show"]);
  });

  test.each(["zsh", "fish", "powershell"])(
    "prints a script for %s that knows every command",
    async (shell) => {
      const { stdout, code } = await cli(["completion", shell]);
      expect(code).toBe(0);
      for (const word of ["create-origin", "teardown", "mobile", "us-west-2"])
        expect(stdout).toContain(word);
    },
  );
});
