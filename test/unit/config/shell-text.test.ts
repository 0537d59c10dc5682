import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { flagWords, shellText, type Word } from "../../../src/config/text/shell-text.ts";
import { unprintableIn } from "../../../src/config/text/printable.ts";
import { curlAws, curlOrigin, curlViewer } from "../../../src/verify/curl.ts";
import { testPatternCommand } from "../../../src/services/medialive/ffmpeg-line.ts";
import { draftOf } from "../../../src/config/resolve/draft.ts";
import { nextCommand, ourCommand, type RunToRepeat } from "../../../src/cli/next-command.ts";
import { seeded } from "../seeded.ts";
import { argumentsIn, SHELLS } from "./shells.ts";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "live-origin-shells-"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

/** What would leave a trace, or be read as something else, if it were not inert. */
const NASTY = [
  "$(touch PWNED)",
  "$(touch$IFS./PWNED)",
  "`touch PWNED`",
  "(touch PWNED)",
  ";touch PWNED;",
  "|touch PWNED",
  "&touch PWNED&",
  ">PWNED",
  "<(touch PWNED)",
  "\n touch PWNED\n",
  "\r",
  "\0",
  "\u001B[31m",
  "\u009B31m",
  "'",
  '"',
  "\\",
  "\\\\",
  "\\'",
  "'\\''",
  "!",
  "!!",
  "!-1",
  "^a^b",
  "~",
  "~root",
  "=ls",
  "%self",
  "%1",
  "$HOME",
  "${HOME}",
  "$'\\x41'",
  "{a,b}",
  "[a-z]",
  "*",
  "?",
  "#",
  " ",
  "\t",
  "-",
  "--",
  "-K",
  "-o/etc/x",
  "@file",
  "\u2018;touch PWNED;\u2019",
  "\u202E",
  "\u{E0041}",
  "\uD800",
  "é",
  "日本",
  "🎬",
  "?token=abc",
  "&token=abc",
];

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({ unit: "grapheme-ascii", maxLength: 16 }),
  fc
    .uint8Array({ maxLength: 12 })
    .map((bytes) => Buffer.from(bytes).toString("utf8").replaceAll("\uFEFF", "")),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 4 }).map((parts) => parts.join("")),
);

/** A program and the words that it must get; `undefined` for what is told instead of a command. */
type Case = { readonly command: string; readonly words: readonly string[] };

const url = text.map((tail) => `https://a.example/${tail}`);
const run = (file: string): RunToRepeat => ({
  context: { shell: "posix", program: ["live-origin"] },
  flags: { config: file },
  mode: { isRehearsal: true, saidBy: "--sandbox", isRehearsalElsewhere: false },
  typed: { name: "x" },
});
const channel = draftOf({}).channel;

/** Every kind of command that is printed, with what others say in it. */
const commands: fc.Arbitrary<Case> = fc.oneof(
  fc
    .array(text, { minLength: 1, maxLength: 3 })
    .map((words) => ({ command: shellText(["live-origin", ...words], "posix"), words })),
  fc.oneof(url, text).map((address) => ({
    command: curlViewer("posix", address),
    words: ["-sS", "-i", "-g", "--", withKey(address)],
  })),
  fc.oneof(url, text).map((address) => ({
    command: curlOrigin("posix", address, { flags: "-sS" }),
    words: ["-sS", "-H", "Authorization: the key", "-g", "--", withKey(address)],
  })),
  fc.tuple(text, url).map(([region, address]) => ({
    command: curlAws("posix", { service: "medialive", region, url: address }),
    words: [
      "-sS",
      "--aws-sigv4",
      `aws:amz:${region}:medialive`,
      "--user",
      "an id:a secret",
      "-H",
      "x-amz-security-token: a session",
      "-g",
      "--",
      withKey(address),
    ],
  })),
  fc.tuple(text, text).map(([name, file]) => ({
    command: nextCommand("create-channel --dry-run", name, run(file)),
    words: [
      "create-channel",
      "--dry-run",
      ...flagWords("--name", name),
      ...flagWords("--config", file),
      "--sandbox",
    ],
  })),
  fc.tuple(text, text).map(([name, file]) => ({
    command: ourCommand(["teardown", "--confirm", name], run(file)),
    words: ["teardown", "--confirm", name, ...flagWords("--config", file), "--sandbox"],
  })),
  url.map((address) => {
    const command = testPatternCommand(channel, "flv", address);
    const words = testPatternCommand(channel, "flv", "x").split(" ").slice(1, -1);
    return { command, words: [...words, address] };
  }),
);

const VARIABLES = {
  PLAYER_API_KEY: "the key",
  AWS_ACCESS_KEY_ID: "an id",
  AWS_SECRET_ACCESS_KEY: "a secret",
  AWS_SESSION_TOKEN: "a session",
};

function withKey(address: string): string {
  return address.replaceAll(/([?&]token=)[^&#\s]+/gi, "$1the key");
}

const isTold = ({ command }: Case): boolean => command.startsWith("# not printed as a command");

describe.each(SHELLS)("a printed command in %s", (shell) => {
  const programs = ["live_origin", "curl", "ffmpeg"];
  // sh takes no dash in a function's name.
  const renamed = (command: string): string => command.replace(/^live-origin/, "live_origin");

  test("hands its arguments on as they are, and runs nothing else", async () => {
    const cases = fc.sample(commands, seeded(`commands in ${shell}`, 2_000));
    const typed = cases.filter((each) => !isTold(each));
    const told = await argumentsIn(
      shell,
      // What is told instead of a command is typed too: it must do nothing.
      cases
        .filter((each) => !isTold(each) || shell !== "zsh")
        .map(({ command }) => renamed(command)),
      { cwd, env: VARIABLES, programs },
    );
    expect(typed.length).toBeGreaterThan(cases.length / 4);
    expect(told.length).toBe(typed.length);
    for (const [index, { words, command }] of typed.entries())
      expect(told[index], command).toEqual(words);
    expect(await readdir(cwd)).toEqual([]);
  });
});

describe("what cannot be typed", () => {
  test.each(["\u001B", "\n", "\0", "\u007F", "\u009B", "\u202E", "\u200B", "\uD800", "\u{E0041}"])(
    "is not printed as a command (%j)",
    (sign) => {
      const command = curlViewer("posix", `https://a.example/${sign}x`);
      expect(command).toMatch(/^# not printed as a command, because one of its words has U\+/);
      expect(unprintableIn(command)).toBeUndefined();
    },
  );

  test("is the same in PowerShell, and what it or cmd reads in another way", () => {
    const told = (word: Word, program = "live-origin") =>
      shellText([program, word], "powershell").startsWith("#");
    for (const word of ["\u2019;calc;\u2018", 'a"b', "a b\\", "", "a&calc", "%PATH%"])
      expect(told(word), JSON.stringify(word)).toBe(true);
    expect(told("https://a.example/?a=1&b=2", "curl")).toBe(false);
  });
});

test("PowerShell's own form: quotes doubled, variables of the environment, and curl itself", () => {
  expect(curlOrigin("powershell", "https://a.example/it's?token=secret&x=$(calc)")).toBe(
    `curl.exe -sS -i -H "Authorization: \${env:PLAYER_API_KEY}" -g '--' ('https://a.example/it''s?token=' + "\${env:PLAYER_API_KEY}" + '&x=$(calc)')`,
  );
  expect(shellText(["live-origin", "init", "--config", "C:\\my shows\\a.json"], "powershell")).toBe(
    "live-origin init --config 'C:\\my shows\\a.json'",
  );
});
