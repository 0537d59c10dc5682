import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { scratchFolder } from "../integration/support/cli.ts";
import { startClouds, type EmulatedClouds } from "../integration/support/clouds.ts";
import { startRealClouds } from "../integration/support/real-clouds.ts";
import { keysFromSupport } from "../integration/support/support-made-keys.ts";
import { parseFault } from "../../src/sandbox/fault-text.ts";
import { giveConsoleRole } from "./support/console-role.ts";
import { KEYS, openTerminal, type Terminal } from "./support/terminal.ts";

vi.setConfig({ testTimeout: 60_000 });

const { enter, down } = KEYS;

let clouds: EmulatedClouds;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
let terminal: Terminal | undefined;

beforeAll(async () => {
  clouds = await startClouds();
});
afterAll(() => clouds.sandbox.close());
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(async () => {
  terminal?.kill();
  await folder.remove();
});

/** The wizard in clouds that it takes for real, with no Momento key in the environment. */
function open(cwd = folder.path, name = "live-origin"): Terminal {
  const { MOMENTO_API_KEY: _, ...env } = clouds.env;
  return openTerminal(["init", "--name", name], { cwd, env });
}

const V2_KEY = [
  { alg: "HS512", typ: "JWT" },
  { t: "g", jti: "some-id" },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("c2lnbmF0dXJlc2lnbmF0dXJl")
  .join(".");

const upTo = (key: string): readonly (readonly [string, string])[] => [
  ["A rehearsal on this machine, or for real?", down + enter],
  ["Momento API key", key + enter],
  ["Is it for an audience", down + enter],
  ["For how many days", enter],
  ["Which AWS region should", `us-west-2${enter}`],
  ["Where does the video come from?", enter],
  ["Does the encoder run on this machine?", `n${enter}`],
  ["From which addresses", `203.0.113.7/32${enter}`],
  ["Which application and stream key", enter],
  ["Which renditions", enter],
  ["How long does the event last?", `2h${enter}`],
  ["Go on, or choose one", enter],
  ["Go ahead?", enter],
  ["Save your answers", `n${enter}`],
  ["Write a profile for OBS", `y${enter}`],
];

describe("the wizard for real", () => {
  test("looks at the credentials and the kind of key before any question of the show", async () => {
    const rest = "https://api.cache.cell-sandbox-us-west-2-1.prod.a.momentohq.com";
    const own = await startRealClouds(rest);
    try {
      const files = await keysFromSupport(own.sandbox, { folder: folder.path, cache: "team" });
      const { apiKey } = JSON.parse(await readFile(files[1] ?? "", "utf8")) as { apiKey: string };
      const refusal = async (env: Readonly<Record<string, string>>): Promise<string> => {
        const args = ["init", "--no-sandbox", "--cache", "team"];
        const screen = openTerminal(args, { cwd: folder.path, env: { ...own.env, ...env } });
        terminal = screen;
        const { code, text } = await screen.ended;
        expect(code).toBe(1);
        expect(text).not.toContain("Is it for an audience");
        return text.replace(/\s+/g, " ");
      };
      const nobody = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
      const metadata = { AWS_EC2_METADATA_DISABLED: "true" };
      expect(await refusal({ ...nobody, ...metadata })).toContain("No usable AWS credentials");
      const expired = "sts:GetCallerIdentity refuse always ExpiredToken 403";
      own.sandbox.setFaults([parseFault(expired)]);
      expect(await refusal({})).toContain("The AWS session has expired");
      own.sandbox.setFaults([]);
      const scoped = await refusal({ MOMENTO_API_KEY: apiKey });
      expect(scoped).toContain("AWS account 111122223333 as arn:");
      expect(scoped).toContain("It may read and write the cache team.");
      expect(scoped).toContain("--encoder-key-file");
    } finally {
      await own.close();
    }
  });

  test("goes on without the account's role when the credentials take for ever, and ends at once", async () => {
    const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...env } = clouds.env;
    await mkdir(join(folder.path, ".aws"));
    await writeFile(
      join(folder.path, ".aws/config"),
      "[default]\nregion = us-west-2\ncredential_process = sleep 1000\n",
    );
    const screen = openTerminal(["init"], { cwd: folder.path, env });
    terminal = screen;
    for (const [question, keys] of upTo(""))
      if (!/Momento API key|Go on|Go ahead|Save|Write/.test(question))
        await screen.answer(question, keys.replace("us-west-2", ""));
    await screen.answer("Go on, or choose one", KEYS.ctrlC);
    expect(await screen.ended).toMatchObject({ code: 130 });
  });

  test("asks for the key with stars, shows whose accounts it is and what bills, and leaves the channel stopped", async () => {
    const key = clouds.sandbox.momentoApiKey;
    const screen = open();
    terminal = screen;
    for (const [question, keys] of upTo(key)) await screen.answer(question, keys);
    await screen.answer("Start the channel now? Running bills.", `n${enter}`);
    const { code, text } = await screen.ended;
    expect(code).toBe(0);
    expect(text).not.toContain(key.slice(0, 20));
    expect(text).toMatch(
      /AWS account +111122223333, us-west-2\s+as +arn:\S+\s+Momento cell +cell-sandbox-us-west-2-1/,
    );
    expect(text).toMatch(
      /live-origin init --region us-west-2 .*--yes\s+live-origin start --for 2h15m/s,
    );
    expect(text).toContain("$ MediaLive bills by the minute while the channel runs");
    // Whatever is warned of, on the screen of the question are the chain and what it costs.
    expect(text).toMatch(
      /limit from Momento\.\s+input +→ channel .*\$ About 0\.99 USD .*\$ For the 2 h 15 min .*Go ahead/s,
    );
    expect(text).toMatch(/Push to \(OBS server\)\s+rtmp:\/\/\S+:\d+\/live-origin/);
    expect(text).toMatch(/Stream key\s+live/);
    expect(text).toMatch(/With ffmpeg\s+ffmpeg -re/);
    expect(text).toContain("live-origin verify");
    const obs: unknown = JSON.parse(
      await readFile(join(folder.path, "live-origin-obs/streamEncoder.json"), "utf8"),
    );
    expect(obs).toMatchObject({ keyint_sec: 2 });
  });

  test("holds the ladders against the limits that the account reports", async () => {
    const screen = open();
    terminal = screen;
    for (const [question, keys] of upTo(clouds.sandbox.momentoApiKey).slice(0, 9))
      await screen.answer(question, keys);
    await screen.sees("Which renditions");
    await screen.sees(/about 698 operations\/s \(your account's limit is [\d,]+\)/);
  });

  test("offers the MediaLiveAccessRole that the account has; it is used, and survives the teardown", async () => {
    const own = await startClouds();
    try {
      await giveConsoleRole(own);
      const args = ["init", "--no-sandbox", "--region", "us-west-2", "--key-days", "3"];
      const video = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
      const more = ["--playlist-cache-seconds", "0", "--ladder", "mobile"];
      const screen = openTerminal([...args, ...video, ...more], { cwd: folder.path, env: own.env });
      terminal = screen;
      await screen.sees("Which IAM role should MediaLive use?");
      await screen.sees("❯ one of its own");
      screen.press(down);
      await screen.sees("used as it is, never changed or deleted");
      screen.press(enter);
      await screen.answer("How long does the event last?", enter);
      await screen.sees(/IAM role\s+arn:aws:iam::111122223333:role\/MediaLiveAccessRole/);
      screen.press(enter);
      await screen.sees(/--role-arn[\s\\]+arn:aws:iam::111122223333:role\/MediaLiveAccessRole/);
      await screen.answer("Go ahead?", enter);
      await screen.answer("Save your answers", enter);
      await screen.answer("Start the channel now?", `n${enter}`);
      expect(await screen.ended).toMatchObject({ code: 0 });
      const roles = (): readonly string[] =>
        own.sandbox
          .inventory()
          .filter(({ kind }) => kind === "role")
          .map(({ id }) => id);
      expect(roles()).toEqual(["MediaLiveAccessRole"]);
      const gone = openTerminal(["teardown"], { cwd: folder.path, env: own.env });
      await gone.answer("Type live-origin to remove", `live-origin${enter}`);
      expect(await gone.ended).toMatchObject({ code: 0 });
      expect(own.sandbox.inventory().map(({ kind }) => kind)).toEqual(["role"]);
    } finally {
      await own.sandbox.close();
    }
  });

  test("asks for a yes of its own before viewers get the encoder's key, and Enter is none", async () => {
    const args = ["init", "--no-sandbox", "--region", "us-west-2", "--key-days", "3"];
    const video = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
    const more = ["--playlist-cache-seconds", "0", "--ladder", "mobile"];
    const leaking = [...args, ...video, ...more, "--master-playlist", "origin", "--name", "leaky"];
    const cautious = openTerminal(leaking, { cwd: folder.path, env: clouds.env });
    terminal = cautious;
    await cautious.answer("How long does the event last?", enter);
    await cautious.answer("Go on, or choose one", enter);
    await cautious.sees(/every viewer gets a key\s+that can replace\s+the show/);
    await cautious.answer("Serve the encoder's key to every viewer all the same? (y/N)", enter);
    const { code, text } = await cautious.ended;
    expect(code).toBe(1);
    expect(text).toContain("Nothing was created or changed.");
    expect(await folder.entries()).toEqual([]);
    const willing = openTerminal(leaking, { cwd: folder.path, env: clouds.env });
    terminal = willing;
    await willing.answer("How long does the event last?", enter);
    await willing.answer("Go on, or choose one", enter);
    await willing.answer("to every viewer all the same?", `y${enter}`);
    await willing.sees("Go ahead? (Y/n)");
  });

  test("refuses an endpoint that is none, in the words that say what one looks like", async () => {
    const args = ["init", "--no-sandbox", "--playlist-cache-seconds", "0", "--key-days", "3"];
    const screen = openTerminal(args, {
      cwd: folder.path,
      env: { ...clouds.env, MOMENTO_API_KEY: V2_KEY },
    });
    terminal = screen;
    await screen.answer("What is the endpoint of your Momento cell?", `momento${enter}`);
    await screen.sees(/✗ .*cell-/);
    screen.press("\u0015cell-4-us-west-2-1.prod.a.momentohq.com\r");
    await screen.sees("(MOMENTO_API_KEY, a v2 key) for cell-4-us-west-2-1.prod.a.momentohq.com");
    // Which nobody there knows, and that is said before anything is asked.
    await screen.sees("Momento does not accept the key");
    expect(screen.text()).not.toContain(V2_KEY.slice(0, 20));
  });

  test("refuses a key that is cut short at the prompt, and asks for the endpoint of a v2 key", async () => {
    const screen = open();
    terminal = screen;
    const key = clouds.sandbox.momentoAccountKey;
    for (const [question, keys] of upTo(key.slice(0, 50)).slice(0, 2))
      await screen.answer(question, keys);
    await screen.sees(/is cut short|is not a Momento API key/);
    screen.press(`\u0015${key}${enter}`);
    await screen.answer(
      "What is the endpoint of your Momento cell?",
      `https://api.cache.cell-sandbox-us-west-2-1.prod.a.momentohq.com/${enter}`,
    );
    for (const [question, keys] of upTo("").slice(2, 4)) await screen.answer(question, keys);
    await screen.sees("Which AWS region should");
    expect(screen.text()).toContain(`••••• ${key.length} characters, a v2 key`);
    expect(screen.raw()).not.toContain(key.slice(0, 20));
  });

  test("refuses a v1 key where the keys are to be revocable, at the prompt and from the environment", async () => {
    const { MOMENTO_API_KEY: key, ...env } = clouds.env;
    const told = ["--region", "us-west-2", "--playlist-cache-seconds", "0", "--key-days", "3"];
    const args = ["init", "--no-sandbox", "--revocable-keys", ...told];
    const screen = openTerminal(args, { cwd: folder.path, env });
    terminal = screen;
    await screen.answer("Momento API key", `${key ?? ""}${enter}`);
    await screen.sees(/is a v1 key/);
    screen.kill();
    const found = openTerminal(args, { cwd: folder.path, env: clouds.env });
    terminal = found;
    const { code, text } = await found.ended;
    expect(code).toBe(2);
    expect(text).toContain("MOMENTO_API_KEY is a v1 key");
    expect(text).not.toContain(key?.slice(0, 20));
  });
});
