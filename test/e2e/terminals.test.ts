import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "../integration/support/cli.ts";
import { openTmux, type Tmux } from "./support/tmux.ts";
import { KEYS, openTerminal, type Terminal, type TerminalOptions } from "./support/terminal.ts";

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let terminal: Terminal | undefined;

beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(async () => {
  terminal?.kill();
  await folder.remove();
});

function open(args: readonly string[], options: Partial<TerminalOptions> = {}): Terminal {
  terminal = openTerminal(args, { cwd: folder.path, ...options });
  return terminal;
}

const QUICK = ["--latency", "instant", "--rtmp-port", "0"];
const REHEARSAL = ["init", "--sandbox", "--yes", "--for", "1s", ...QUICK];
const COLOUR = new RegExp(String.raw`${"\u001B"}\[[\d;]*m`);

describe("at a terminal", () => {
  test.each([
    ["--no-input", ["--no-input"], {}],
    ["CI", [], { CI: "1" }],
    ["--json", ["--json"], {}],
  ])("%s is never asked anything", async (_name, args, env) => {
    const screen = open(["init", ...args], { env });
    const { code, text } = await screen.ended;
    expect(code).toBe(4);
    expect(text).toContain("--region");
    expect(text).not.toContain("rehearsal or");
  });

  test.each([
    ["0 columns", { columns: 0 }],
    ["20 columns", { columns: 20 }],
  ])("of %s a whole rehearsal runs to its end and says what to play", async (_name, options) => {
    const screen = open(REHEARSAL, options);
    const { code, text } = await screen.ended;
    expect(code).toBe(0);
    expect(text).toContain("/playlist.m3u8");
    // No phone reaches an address of this machine, so there is no QR code of it.
    expect(text).not.toMatch(/[▀▄█]{7}/);
    expect(screen.raw().length).toBeLessThan(200_000);
  });

  test("a terminal that cannot be redrawn gets plain lines", async () => {
    const screen = open(REHEARSAL, { env: { TERM: "dumb" } });
    expect(await screen.ended).toMatchObject({ code: 0 });
    expect(screen.raw()).not.toMatch(COLOUR);
    expect(screen.text()).toMatch(/ {2}creating MediaLive channel\r?\n/);
  });

  test.each([
    ["NO_COLOR", { NO_COLOR: "1" }, []],
    ["--no-color", {}, ["--no-color"]],
  ])("%s takes the colours out of questions and progress", async (_name, env, args) => {
    const screen = open(["init", ...QUICK, ...args], { env });
    await screen.answer("A rehearsal on this machine, or for real?", KEYS.enter);
    await screen.answer("Is it for an audience", KEYS.enter);
    await screen.answer("For how many days", `3${KEYS.enter}`);
    await screen.sees("Where does the video come from?");
    expect(screen.raw()).not.toMatch(COLOUR);
  });

  test("questions fit a narrow terminal", async () => {
    const screen = open(["init", ...QUICK], { columns: 40 });
    await screen.answer("A rehearsal on this machine", KEYS.enter);
    await screen.answer("Is it for an audience", KEYS.enter);
    await screen.answer("For how many days", KEYS.ctrlC);
    expect(await screen.ended).toMatchObject({ code: 130 });
  });
});

test("at 80x24 the last screen holds what to play, to push and to type next, and so does a rerun with nothing to do; in ASCII where the terminal is", async () => {
  const tmux = await openTmux(folder.path, 80, 24);
  try {
    await tmux.type(`LANG=C live-origin init --sandbox --yes --start ${QUICK.join(" ")}`);
    await tmux.sees(/Ctrl-C ends it and removes everything/);
    const last = await tmux.shown();
    for (const row of [
      /^ {2}Play +http:\/\/127\.0\.0\.1:\d+\/playlist\.m3u8/m,
      /^ {2}Input +http/m,
      /^ {2}Next +live-origin stop --sandbox/m,
    ])
      expect(last).toMatch(row);
    expect(await tmux.screen()).toMatch(/^\+ MediaLive channel created/m);
    expect((await tmux.screen()).match(/[^\0-\x7f]/g)).toBeNull();
    const rerun = await runCli(["init", "--sandbox", "--yes"], { cwd: folder.path });
    expect(rerun.stderr).toContain("nothing to do");
    for (const row of [/^ {2}Play +http/m, /^ {2}Input +http/m, /^ {2}Next +live-origin stop/m])
      expect(rerun.stdout).toMatch(row);
    await tmux.press("C-c");
    await tmux.sees(/Momento cache deleted/);
  } finally {
    await tmux.close();
  }
});

test("without a UTF-8 terminal the questions are in ASCII too", async () => {
  const screen = open(["init", ...QUICK], { env: { LANG: "C" } });
  await screen.answer("A rehearsal on this machine", KEYS.enter);
  await screen.sees(/> just me[^]*\^v navigate/);
  expect(screen.text().match(/[^\0-\x7f]/g)).toBeNull();
  screen.press(KEYS.ctrlC);
  expect(await screen.ended).toMatchObject({ code: 130 });
});

test.each(["AI_AGENT", "CLAUDECODE", "CURSOR_AGENT"])(
  "%s means that nothing is asked, and changes nothing else",
  async (name) => {
    const screen = open(["init"], { env: { [name]: "1" } });
    const { code, text } = await screen.ended;
    expect(code).toBe(4);
    expect(text).not.toContain("A rehearsal on this machine");
    const look = ["init", "--sandbox", "--dry-run", "--offline"];
    const plain = await runCli(look, { cwd: folder.path });
    const byAgent = await runCli(look, { cwd: folder.path, env: { [name]: "1" } });
    expect(byAgent).toEqual(plain);
  },
);

describe("keys pressed while something is created", () => {
  const callOptions = ["--sandbox", "--playlist-cache-seconds", "0", "--key-days", "3"];
  const refused = "medialive:CreateChannel refuse always TooManyRequestsException";
  const stuck = ["--ladder", "mobile", "--fault", refused];

  /** Answers up to the creation, which goes on until the fault is taken away. */
  async function untilCreating(tmux: Tmux): Promise<void> {
    const words = ["live-origin", "init", ...QUICK, ...callOptions, ...stuck];
    await tmux.type(words.map((word) => (word.includes(" ") ? `'${word}'` : word)).join(" "));
    await tmux.sees(/Where does the video come from\?/);
    await tmux.press("Enter");
    await tmux.sees(/Go on: show the plan/);
    await tmux.press("Enter");
    await tmux.sees(/Go ahead\? \(Y\/n\)/);
    await tmux.press("Enter");
    await tmux.sees(/for\s+the\s+next\s+run\?\s+\(Y\/n\)/);
    await tmux.press("n");
    await tmux.press("Enter");
    await tmux.sees(/^. creating MediaLive channel/m);
  }

  test("answer nothing, and leave no half spinner on a narrow screen", async () => {
    const tmux = await openTmux(folder.path, 40);
    try {
      await untilCreating(tmux);
      for (const _ of [1, 2, 3]) await tmux.press("Enter");
      await forgetFaults(folder.path);
      await tmux.sees(/Start the channel now\?/);
      const screen = await tmux.screen();
      expect(screen).toMatch(/Start the channel now\? \(Y\/n\)\s*$/);
      expect(screen).not.toMatch(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /mu);
      await tmux.press("C-c");
      await tmux.sees(/what\s+was\s+made\s+in\s+it\s+ends\s+with\s+it/);
    } finally {
      await tmux.close();
    }
  });

  test("but Ctrl-Z gives the terminal back to the shell, and after fg the run goes on", async () => {
    const tmux = await openTmux(folder.path);
    try {
      await untilCreating(tmux);
      await tmux.press("C-z");
      await tmux.sees(/^\[1\]\+ +Stopped/m);
      await tmux.type("echo typed-$((40 + 2))");
      await tmux.sees(/^typed-42$/m);
      await tmux.type("fg");
      await forgetFaults(folder.path);
      await tmux.sees(/Start the channel now\?/);
      await tmux.press("C-z");
      await tmux.sees(/Start the channel now\?[^]*^\[1\]\+ +Stopped/m);
      await tmux.type("fg");
      await tmux.sees(/Stopped[^]*Stopped[^]*Start the channel now\? \(Y\/n\)/);
      await tmux.press("C-c");
      await tmux.sees(/what\s+was\s+made\s+in\s+it\s+ends\s+with\s+it/);
    } finally {
      await tmux.close();
    }
  });

  test("but Ctrl-\\ quits at once, and leaves a terminal that can be typed at", async () => {
    const tmux = await openTmux(folder.path);
    try {
      await untilCreating(tmux);
      await tmux.press("C-\\");
      await tmux.sees(/^Quit/m);
      await tmux.type("echo typed-$((40 + 2))");
      await tmux.sees(/^typed-42$/m);
    } finally {
      await tmux.close();
    }
  });

  test("but Ctrl-C is what it always is", async () => {
    const screen = open(["init", ...QUICK, ...callOptions, ...stuck]);
    await screen.answer("Where does the video come from?", KEYS.enter);
    await screen.answer("Go on, or choose one", KEYS.enter);
    await screen.answer("Go ahead?", KEYS.enter);
    await screen.answer("Save your answers", `n${KEYS.enter}`);
    await screen.answer("creating MediaLive channel", KEYS.ctrlC);
    await screen.sees("Stopping: what is in flight is finished and recorded");
    expect(await screen.ended).toMatchObject({ code: 130 });
    expect(await folder.entries()).toEqual([]);
  });
});

test("a question that was left by Ctrl-Z stands there again after fg, as it was, and follows the width of its terminal", async () => {
  const tmux = await openTmux(folder.path, 80);
  try {
    await tmux.type(`live-origin init ${QUICK.join(" ")}`);
    await tmux.sees(/^[>❯] a rehearsal$[^]*select/m);
    await tmux.press("Down");
    await tmux.sees(/^[>❯] for real$[^]*select/m);
    await tmux.press("C-z");
    await tmux.sees(/^\[1\]\+ +Stopped/m);
    await tmux.type("echo typed-$((40 + 2))");
    await tmux.sees(/^typed-42$/m);
    await tmux.type("fg");
    await tmux.sees(/^typed-42$[^]*^[>❯] for real$[^]*select/m);
    await tmux.resize(40);
    await tmux.sees(/or for\n {2}real\?[^]*select/);
    const narrow = await tmux.screen();
    const question = narrow.slice(narrow.lastIndexOf("typed-42"));
    expect(question.match(/A rehearsal on this machine/g)).toHaveLength(1);
    expect(question).toMatch(
      /accounts\. You\n {2}see the plan first, and what starts\n {2}to bill\./,
    );
    await tmux.press("Up");
    await tmux.sees(/^typed-42$[^]*^[>❯] a rehearsal$[^]*select/m);
    await tmux.press("Enter");
    await tmux.sees(/Is it for an audience[^]*select/);
    await tmux.press("Enter");
    await tmux.sees(/For how many days/);
    await tmux.press("C-z");
    await tmux.sees(/For how many days[^]*^\[1\]\+ +Stopped/m);
    await tmux.type("fg");
    await tmux.sees(/Stopped[^]*Stopped[^]*For how many days/);
    await tmux.press("C-d");
    await tmux.sees(/Cancelled: nothing was/);
    await tmux.type("echo left-$?");
    await tmux.sees(/^left-130$/m);
  } finally {
    await tmux.close();
  }
});

test("start and stop run in the background of a shell, where nothing may touch the keyboard", async () => {
  const sandbox = openTerminal(["sandbox", ...QUICK], { cwd: folder.path });
  const tmux = await openTmux(folder.path);
  try {
    await sandbox.sees("The sandbox is running");
    await tmux.type(
      "live-origin init --sandbox --yes --ladder mobile > made.txt 2>&1; echo made-$?",
    );
    await tmux.sees(/^made-0$/m);
    for (const command of ["start", "stop"]) {
      await tmux.type(`live-origin ${command} --sandbox &`);
      await tmux.sees(/Next +live-origin (stop|teardown) --sandbox|The channel is stopped/);
      await tmux.type(`wait; echo ${command}-$?; jobs; clear`);
      await tmux.sees(/^\$ *$/m);
    }
    await tmux.type("live-origin status --sandbox --json > look.json; echo looked-$?");
    await tmux.sees(/^looked-0$/m);
    const look: unknown = JSON.parse(await readFile(join(folder.path, "look.json"), "utf8"));
    expect(look).toMatchObject({ channel: { state: "IDLE" } });
  } finally {
    await tmux.close();
    sandbox.press(KEYS.ctrlC);
    await sandbox.ended;
  }
});

/** Takes the faults away from the sandbox of a folder. */
async function forgetFaults(cwd: string): Promise<void> {
  const text = await readFile(join(cwd, ".live-origin/sandbox.json"), "utf8");
  const { endpoints } = JSON.parse(text) as { readonly endpoints: { readonly control: string } };
  await fetch(`${endpoints.control}/faults`, { method: "DELETE" });
}

describe("Ctrl-C while creating", () => {
  const slow = ["--fault", "medialive:CreateChannel delay 8000ms"];

  test("says what exists, how to go on and how to undo; the rest of the folder stays for that", async () => {
    const sandbox = openTerminal(["sandbox", ...QUICK, ...slow], { cwd: folder.path });
    try {
      await sandbox.sees("The sandbox is running");
      const screen = open(["init", "--sandbox", "--yes"]);
      await screen.sees("IAM role created");
      await screen.sees("creating MediaLive channel");
      screen.press(KEYS.ctrlC);
      await screen.sees("Stopping: what is in flight is finished and recorded");
      const { code, text } = await screen.ended;
      expect(code).toBe(130);
      expect(text).toMatch(/Interrupted\. Done so far: .*IAM\s+role\s+created/s);
      expect(text).toMatch(/What exists: Momento cache, encoder key.*, MediaLive channel/s);
      expect(text).toContain("Go on with: live-origin init --sandbox --yes");
      expect(text).toContain("Undo with: live-origin teardown --sandbox");
      expect(await folder.entries()).toContain(".live-origin/sandbox/live-origin/state.json");
    } finally {
      sandbox.press(KEYS.ctrlC);
      await sandbox.ended;
    }
  });

  test("in a rehearsal that ends with the command does not send anyone to what is gone", async () => {
    const screen = open([...REHEARSAL, ...slow]);
    await screen.sees("creating MediaLive channel");
    screen.press(KEYS.ctrlC);
    const { code, text } = await screen.ended;
    expect(code).toBe(130);
    expect(text).toContain("The sandbox ended with this command");
    expect(text).not.toContain("What exists");
    expect(text).not.toContain("Undo with");
    expect(await folder.entries()).toEqual([]);
  });

  test("a second one ends it at once", async () => {
    const sandbox = openTerminal(
      ["sandbox", ...QUICK, "--fault", "cloudfront:CreateFunction delay 20000ms"],
      { cwd: folder.path },
    );
    try {
      await sandbox.sees("The sandbox is running");
      const screen = open(["init", "--sandbox", "--yes"]);
      await screen.sees("creating CloudFront function");
      screen.press(KEYS.ctrlC);
      const again = setInterval(() => screen.press(KEYS.ctrlC), 450);
      const { code } = await screen.ended;
      clearInterval(again);
      expect(code).toBe(130);
    } finally {
      sandbox.press(KEYS.ctrlC);
      await sandbox.ended;
    }
  });
});
