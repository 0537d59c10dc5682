import type { Context } from "../context.ts";
import {
  type CommandFlag,
  IMPORTED_KEY_FLAGS,
  KEY_FLAGS,
  MAKING_FLAGS,
  OBS_FLAG,
  PROVISION_FLAGS,
  REBUILD_FLAG,
  SANDBOX_FLAGS,
} from "./command-flags.ts";
import type { SpecPart } from "../spec/spec.ts";
import type { Output } from "../terminal/output.ts";

/** Flags as commander hands them over: camelCase keys, strings, booleans and lists. */
export type Flags = Readonly<Record<string, unknown>>;

/** What every command's `run` gets. */
export type Invocation = {
  readonly context: Context;
  readonly output: Output;
  readonly flags: Flags;
  readonly args: readonly string[];
};

/** Runs a command and returns its exit code; throws LiveOriginErrors. */
export type Run = (invocation: Invocation) => Promise<number>;

/** A command as data: help, flags and completion are made from it, its code is loaded when it runs. */
export type CommandInfo = {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** Whose Spec flags it takes. */
  readonly parts: readonly SpecPart[];
  readonly flags: readonly CommandFlag[];
  readonly argument?: { readonly name: string; readonly help: string };
  readonly load: () => Promise<Run>;
};

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandInfo[] = [
  {
    name: "init",
    summary: "set up cache, channel and distribution in one run",
    examples: [
      "live-origin init",
      "live-origin init --sandbox --yes --for 20s",
      "live-origin init --region us-west-2 --input rtmp-push --cidr 203.0.113.7/32 --yes",
      "live-origin init --input mp4-file --input-url https://example.com/a.mp4 --dry-run --offline --json",
    ],
    parts: ["origin", "channel", "cdn"],
    flags: [
      ...PROVISION_FLAGS,
      { flags: "--start", help: "start the channel at the end (running bills)" },
      OBS_FLAG,
      { flags: "--for <duration>", help: "start it, keep it running so long (20s, 2h), stop it" },
      ...SANDBOX_FLAGS,
    ],
    load: async () => (await import("./init.ts")).runInit,
  },
  {
    name: "create-origin",
    summary: "make the Momento cache and its two keys",
    examples: ["live-origin create-origin", "live-origin create-origin --ttl-seconds 7200 --yes"],
    parts: ["origin"],
    flags: PROVISION_FLAGS,
    load: async () => (await import("./create-part.ts")).runCreateOrigin,
  },
  {
    name: "create-channel",
    summary: "make the MediaLive input and channel that push to the cache",
    examples: [
      "live-origin create-channel --input rtmp-push --cidr 203.0.113.7/32",
      "live-origin create-channel --ladder hd --dry-run",
    ],
    parts: ["origin", "channel"],
    flags: MAKING_FLAGS,
    load: async () => (await import("./create-part.ts")).runCreateChannel,
  },
  {
    name: "create-cdn",
    summary: "make the CloudFront distribution in front of the cache",
    examples: ["live-origin create-cdn", "live-origin create-cdn --playlist-cache-seconds 1 --yes"],
    parts: ["origin", "cdn"],
    flags: MAKING_FLAGS,
    load: async () => (await import("./create-part.ts")).runCreateCdn,
  },
  {
    name: "start",
    summary: "start the channel and wait until the stream plays",
    examples: ["live-origin start", "live-origin start --sandbox"],
    parts: [],
    flags: [
      ...KEY_FLAGS,
      OBS_FLAG,
      { flags: "--wait-lock", help: "wait for another run on this stack" },
    ],
    load: async () => (await import("./start.ts")).runStart,
  },
  {
    name: "stop",
    summary: "stop the channel",
    examples: ["live-origin stop"],
    parts: [],
    flags: [...KEY_FLAGS, { flags: "--wait-lock", help: "wait for another run on this stack" }],
    load: async () => (await import("./stop.ts")).runStop,
  },
  {
    name: "status",
    summary: "show what exists, what runs and what bills",
    examples: [
      "live-origin status",
      "live-origin status --watch",
      "live-origin status --all --json",
    ],
    parts: [],
    flags: [
      ...KEY_FLAGS,
      { flags: "--watch", help: "keep looking until Ctrl-C (with --json: one line per change)" },
      { flags: "--all", help: "every stack of this folder" },
    ],
    load: async () => (await import("./status.ts")).runStatus,
  },
  {
    name: "rotate-keys",
    summary: "replace both Momento keys before they expire, or after one has leaked",
    examples: [
      "live-origin rotate-keys",
      "live-origin rotate-keys --if-expiring-within 7d --yes  (for cron; needs no super-user key)",
      "live-origin rotate-keys --new-cache --allow-interruption  (a key has leaked)",
    ],
    parts: [],
    flags: [
      ...KEY_FLAGS,
      ...IMPORTED_KEY_FLAGS,
      {
        flags: "--if-expiring-within <duration>",
        help: "replace only keys that end so soon (7d); else do nothing",
      },
      {
        flags: "--new-cache",
        help: "move to a cache of another name: the one remedy for a leaked v1 key (one made with --revocable-keys needs none: it is revoked)",
      },
      { flags: "--allow-interruption", help: "the running channel may be stopped and started" },
      { flags: "--wait-lock", help: "wait for another run on this stack instead of refusing" },
    ],
    load: async () => (await import("./rotate-keys.ts")).runRotateKeys,
  },
  {
    name: "verify",
    summary: "check the stream hop by hop and name what is broken",
    examples: [
      "live-origin verify",
      "live-origin verify --watch",
      "live-origin verify --url https://d111111abcdef8.cloudfront.net/playlist.m3u8 --json",
    ],
    parts: [],
    flags: [
      ...KEY_FLAGS,
      { flags: "--url <url>", help: "check this playback URL alone: no account needed" },
      { flags: "--watch", help: "keep checking until Ctrl-C, one line per change" },
    ],
    load: async () => (await import("./verify.ts")).runVerify,
  },
  {
    name: "play",
    summary: "watch the stream in a local page, with latency, buffer and edge hits",
    examples: [
      "live-origin play",
      "live-origin play --sandbox",
      "live-origin play --url https://d111111abcdef8.cloudfront.net/playlist.m3u8 --port 8080",
    ],
    parts: [],
    flags: [
      ...KEY_FLAGS,
      { flags: "--url <url>", help: "play this address instead: no account needed" },
      { flags: "--port <port>", help: "where the page is served on 127.0.0.1 (a free one)" },
    ],
    load: async () => (await import("./play.ts")).runPlay,
  },
  {
    name: "doctor",
    summary: "check this machine and the accounts before anything is made",
    examples: [
      "live-origin doctor",
      "live-origin doctor --ladder hd --json",
      "live-origin doctor --print-policy init > policy.json",
    ],
    parts: ["origin", "channel", "cdn"],
    flags: [
      ...KEY_FLAGS,
      {
        flags: "--print-policy [command]",
        help: "print the IAM policy that a command needs, or all of them together",
      },
    ],
    load: async () => (await import("./doctor.ts")).runDoctor,
  },
  {
    name: "teardown",
    summary: "remove everything that this stack made",
    examples: ["live-origin teardown", "live-origin teardown --confirm live-origin --no-input"],
    parts: [],
    flags: [
      ...KEY_FLAGS,
      { flags: "--confirm <name>", help: "the stack's name, instead of typing it" },
      { flags: "--allow-interruption", help: "stop the channel if it is running" },
      { flags: "--no-wait", help: "do not wait for CloudFront's minutes; run again to finish" },
      { flags: "--orphans", help: "list what any stack left in the region; removes nothing" },
      REBUILD_FLAG,
      {
        flags: "--delete-cache",
        help: "with --rebuild-state: delete the cache too, although nobody knows who made it",
      },
      { flags: "--wait-lock", help: "wait for another run on this stack instead of refusing" },
    ],
    load: async () => (await import("./teardown.ts")).runTeardown,
  },
  {
    name: "sandbox",
    summary: "run the emulated clouds for this folder until Ctrl-C",
    examples: ["live-origin sandbox", "live-origin sandbox --rtmp-port 19350 --latency instant"],
    parts: [],
    flags: SANDBOX_FLAGS,
    load: async () => (await import("./sandbox.ts")).runSandbox,
  },
  {
    name: "completion",
    summary: "print the completion script of a shell",
    examples: [
      "source <(live-origin completion bash)",
      "source <(live-origin completion zsh)",
      "live-origin completion fish | source",
    ],
    parts: [],
    flags: [],
    argument: { name: "shell", help: "bash, zsh or fish" },
    load: async () => (await import("./completion.ts")).runCompletion,
  },
];
