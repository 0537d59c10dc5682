import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  DescribeChannelCommand,
  MediaLiveClient,
  UpdateChannelCommand,
} from "@aws-sdk/client-medialive";
import { afterEach, beforeEach, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/catalog.ts";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

const SOURCES = resolve(import.meta.dirname, "../../src");
/** How the source names a command of ours that is to be typed: in words, or built from values. */
const PRINTED = /\b(?:command|commandFor|nextCommand|ownCommand)\(\s*([^)]*)/g;
const NAMES = COMMANDS.map(({ name }) => name).join("|");
const WORDS = new RegExp(`["\`]((?:${NAMES})(?: [^"\`]*)?)["\`]`, "g");
/** What stands for the values on the stack below. */
const VALUES: Readonly<Record<string, string>> = {
  "${whole}": "1",
  "${ttlSeconds}": "600",
  "${flag}": "",
  // The stack's name and mode, which the other commands here carry by themselves.
  "${named}${mode}": "",
  // `--allow-interruption` where the channel runs.
  "${stops ? ": " --allow-interruption",
  "${region}": "eu-west-1",
};

/** What a command says that it changes: it may be something else afterwards. */
const SAID: Readonly<Record<string, readonly (keyof Settings)[]>> = {
  "rotate-keys": ["keys"],
  "rotate-keys --allow-interruption": ["keys"],
  "rotate-keys --allow-interruption --yes": ["keys"],
  "rotate-keys --new-cache": ["keys", "caches", "destination", "distribution"],
  "init --revocable-keys": ["keys", "spec"],
  // A schedule that ends the show.
  "start --for 2h": ["others"],
  stop: ["others"],
  "create-cdn --playlist-cache-seconds 0": ["spec"],
  "create-channel --segment-names restart-safe": ["spec"],
};
/** They end the stack, wait for ever, only look, name no stack, or stop in the middle of a sentence. */
const NOT_TYPED =
  /^(?:teardown|play|sandbox|completion|verify|init --(?:help|sandbox|for)|status --all|.* --for$)/;

const SETTINGS = [
  ...["--ladder", "mobile", "--segment-seconds", "1", "--window-segments", "6"],
  ...["--encoder-auth", "parameter-store", "--ttl-seconds", "600", "--master-playlist", "edge"],
];
const INIT = ["init", "--yes", "--name", "evening", "--region", "eu-west-1", ...SETTINGS];

let place: Rehearsal;
beforeEach(async () => {
  place = await rehearsal();
});
afterEach(() => place.close());

async function ok(args: readonly string[]): Promise<string> {
  const run = await place.run(args);
  expect(run.code, `${args.join(" ")}\n${run.stderr}`).toBe(0);
  return run.stdout;
}

test("typed verbatim on a stack of unusual settings and two key files, what is printed changes nothing but what it says", async () => {
  await ok(["create-origin", "--yes", "--name", "theirs"]);
  for (const key of ["encoder", "player"])
    await ok(["keys", "export", key, "--out", `${key}.json`, "--name", "theirs"]);
  const files = ["encoder", "player"].flatMap((key) => [`--${key}-key-file`, `${key}.json`]);
  await ok([...INIT, "--cache", "theirs", "--adopt-cache", ...files]);
  const verbs = (await printedVerbs()).filter((verb) => !NOT_TYPED.test(verb));
  expect(verbs.length).toBeGreaterThan(15);
  for (const verb of verbs) {
    const asks = /^(?:init|create|rotate)/.test(verb) && !verb.includes("--yes");
    const before = await settingsNow();
    await ok([...verb.split(" "), "--name", "evening", ...(asks ? ["--yes"] : [])]);
    const after = await settingsNow();
    const parts = Object.keys(before) as (keyof Settings)[];
    const unsaid = parts.filter(
      (part) => before[part] !== after[part] && SAID[verb]?.includes(part) !== true,
    );
    expect(unsaid.map((part) => `${verb}: ${before[part]}\n→ ${after[part]}`)).toEqual([]);
  }
});

test("a remedy of verify does not bring in what a file or a variable here says otherwise", async () => {
  const file = { name: "evening", channel: { ladder: "tutorial", segmentSeconds: 2 } };
  await writeFile(join(place.path, "live-origin.json"), JSON.stringify(file));
  await ok([...INIT, "--cache", "late"]);
  const before = await settingsNow();
  await breakDestination();
  const broken = await settingsNow();
  expect(broken.destination).not.toBe(before.destination);
  const env = { LIVE_ORIGIN_TTL_SECONDS: "7200" };
  const verify = await place.run(["verify", "--json"], env);
  const { checks } = JSON.parse(verify.stdout) as {
    checks: { id: string; verdict: string; hint?: string }[];
  };
  const { hint = "" } = checks.find(({ id }) => id === "destination") ?? {};
  const [, command = ""] = /live-origin (create-channel .*) --sandbox/.exec(hint) ?? [];
  expect(command, verify.stdout).toContain("--ladder mobile");
  const typed = await place.run([...command.split(" "), "--yes"], env);
  expect(typed.code, typed.stderr).toBe(0);
  expect(await settingsNow()).toEqual({ ...before, spec: expect.any(String) as string });
});

/** Somebody takes `role=origin` out of the channel's destination by hand. */
async function breakDestination(): Promise<void> {
  const client = new MediaLiveClient({
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" },
    endpoint: place.sandbox.endpoints.medialive,
  });
  const ChannelId = (await stateNow()).resources["channel"]?.ids["id"];
  const { Destinations = [] } = await client.send(new DescribeChannelCommand({ ChannelId }));
  const changed = Destinations.map(({ Id, Settings: all = [] }) => ({
    Id,
    Settings: all.map((one) => ({ ...one, Url: one.Url?.replace(/&?role=origin/, "") })),
  }));
  await client.send(new UpdateChannelCommand({ ChannelId, Destinations: changed }));
  client.destroy();
}

/** Every command that a remedy, a hint or a result may print, without its place. */
async function printedVerbs(): Promise<readonly string[]> {
  const names = await readdir(SOURCES, { recursive: true });
  const texts = await Promise.all(
    names
      .filter((name) => name.endsWith(".ts") && !/^(?:sandbox\/|cli\/catalog\.)/.test(name))
      .map((name) => readFile(join(SOURCES, name), "utf8")),
  );
  const verbs = texts
    .flatMap((text) => [...text.matchAll(PRINTED)])
    .flatMap(([, said = ""]) => [...said.matchAll(WORDS)])
    .map(([, verb = ""]) =>
      Object.entries(VALUES).reduce((text, [value, word]) => text.replaceAll(value, word), verb),
    );
  expect(verbs.filter((verb) => verb.includes("$"))).toEqual([]);
  return [...new Set(verbs)].toSorted((one, other) => one.localeCompare(other));
}

/** What was chosen of a stack, as the clouds and its folder have it. */
type Settings = Readonly<
  Record<"channel" | "destination" | "distribution" | "caches" | "others" | "keys" | "spec", string>
>;

type State = {
  readonly resources: Readonly<Record<string, { ids: Record<string, string> } | undefined>>;
};

const fileOf = (name: string): Promise<string> =>
  readFile(join(place.path, ".live-origin/sandbox/evening", name), "utf8");

async function stateNow(): Promise<State> {
  return JSON.parse(await fileOf("state.json")) as State;
}

async function settingsNow(): Promise<Settings> {
  const { resources } = await stateNow();
  const { medialive, cloudfront } = place.sandbox.endpoints;
  const channel = await fetch(`${medialive}/prod/channels/${resources["channel"]?.ids["id"]}`, {
    headers: {
      authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/medialive/aws4_request",
    },
  });
  const { destinations, encoderSettings, inputAttachments, roleArn, tags } =
    (await channel.json()) as Record<string, unknown>;
  const id = resources["distribution"]?.ids["id"];
  const distribution = await fetch(`${cloudfront}/2020-05-31/distribution/${id}/config`);
  const inventory = place.sandbox.inventory();
  return {
    channel: JSON.stringify({ encoderSettings, inputAttachments, roleArn, tags }),
    destination: JSON.stringify(destinations),
    distribution: (await distribution.text()).replaceAll(/<HeaderValue>[^<]*/g, ""),
    caches: inventory.flatMap((item) => (item.kind === "cache" ? [item.id] : [])).join(),
    others: inventory
      .filter(({ service }) => service !== "momento")
      .map((item) => JSON.stringify([item.service, item.kind, item.id, item.tags]))
      .toSorted((one, other) => one.localeCompare(other))
      .join("\n"),
    keys: createHash("sha256")
      .update(await fileOf("keys.json"))
      .digest("hex"),
    spec: await fileOf("applied-spec.json"),
  };
}
