import type { FlagsOf, FlagTable } from "./flag-table.ts";
import {
  FOUND_FLAG,
  IMPORTED_KEY_FLAGS,
  KEY_FLAGS,
  MAKING_FLAGS,
  NO_WAIT_FLAG,
  OBS_FLAG,
  PRICES_FLAG,
  PROVISION_FLAGS,
  REBUILD_FLAG,
  SANDBOX_FLAGS,
  VERIFY_TIMEOUT_FLAG,
  WAIT_LOCK_FLAG,
} from "./flags.ts";

export const INIT_FLAGS = [
  ...PROVISION_FLAGS,
  { flags: "--start", help: "start the channel at the end (running bills)" },
  VERIFY_TIMEOUT_FLAG,
  OBS_FLAG,
  {
    flags: "--for <duration>",
    help: "start it, run it this long (20s, 2h), then stop it",
  },
  NO_WAIT_FLAG,
  {
    flags: "--wait <deployed>",
    help: "with --start: after the first picture, wait until CloudFront has deployed everywhere",
    choices: ["deployed"],
    short: "with --start: wait for CloudFront everywhere",
    rare: true,
  },
  ...SANDBOX_FLAGS,
] as const satisfies FlagTable;

export const CDN_FLAGS = [...MAKING_FLAGS, NO_WAIT_FLAG] as const satisfies FlagTable;

export const START_FLAGS = [
  ...KEY_FLAGS,
  PRICES_FLAG,
  {
    flags: "--for <duration>",
    help: "let AWS stop it this long after the first picture (2h); if it is already running: from now",
  },
  VERIFY_TIMEOUT_FLAG,
  OBS_FLAG,
  { flags: "--wait-lock", help: "wait for another run on this stack", group: "safety" },
] as const satisfies FlagTable;

export const STOP_FLAGS = [
  ...KEY_FLAGS,
  PRICES_FLAG,
  {
    flags: "--confirm <name>",
    help: "the name of a stack that was not made from this folder: yes, stop that one",
    group: "safety",
    short: "the name of a found stack: yes, stop that one",
  },
  FOUND_FLAG,
  { flags: "--wait-lock", help: "wait for another run on this stack", group: "safety" },
] as const satisfies FlagTable;

export const STATUS_FLAGS = [
  ...KEY_FLAGS,
  PRICES_FLAG,
  { flags: "--watch", help: "keep looking until Ctrl-C (with --json: one line per change)" },
  { flags: "--all", help: "every stack of this folder" },
  FOUND_FLAG,
] as const satisfies FlagTable;

export const ROTATION_FLAGS = [
  ...KEY_FLAGS,
  ...IMPORTED_KEY_FLAGS,
  {
    flags: "--if-expiring-within <duration>",
    help: "replace only keys that expire this soon (7d); otherwise do nothing",
  },
  {
    flags: "--new-cache",
    help: "move to a cache of another name: the only remedy for a leaked v1 key (one made with --revocable-keys needs none: it is revoked)",
    group: "make",
    short: "move to another cache: the remedy for a leaked v1 key",
  },
  {
    flags: "--allow-interruption",
    help: "the running channel may be stopped and started",
    group: "safety",
  },
  WAIT_LOCK_FLAG,
] as const satisfies FlagTable;

export const KEYS_FLAGS = [
  { flags: "--out <file>", help: "with export: the file to write; never one that exists" },
] as const satisfies FlagTable;

export const VERIFY_FLAGS = [
  ...KEY_FLAGS,
  { flags: "--url <url>", help: "check this playback URL alone: no account needed" },
  { flags: "--watch", help: "keep checking until Ctrl-C, one line per change" },
  FOUND_FLAG,
] as const satisfies FlagTable;

export const PLAY_FLAGS = [
  ...KEY_FLAGS,
  { flags: "--url <url>", help: "play this address instead: no account needed" },
  { flags: "--port <port>", help: "where the page is served on 127.0.0.1 (a free one)" },
  { flags: "--no-open", help: "do not open the page in the browser" },
  FOUND_FLAG,
] as const satisfies FlagTable;

export const DOCTOR_FLAGS = [
  ...KEY_FLAGS,
  PRICES_FLAG,
  {
    flags: "--print-policy [command]",
    help: "print the IAM policy that a command needs, or all of them together",
  },
] as const satisfies FlagTable;

export const TEARDOWN_FLAGS = [
  ...KEY_FLAGS,
  PRICES_FLAG,
  { flags: "--confirm <name>", help: "the stack's name, instead of typing it", group: "safety" },
  {
    flags: "--allow-interruption",
    help: "a channel that is running may be stopped and deleted",
    group: "safety",
    short: "a running channel may be stopped and deleted",
  },
  { flags: "--no-wait", help: "do not wait for CloudFront's minutes; run again to finish" },
  { flags: "--orphans", help: "list what any stack left in the region; removes nothing" },
  REBUILD_FLAG,
  {
    flags: "--delete-cache <name>",
    help: "the cache's name: delete it although nobody can say that it, or the show in it, is this stack's",
    group: "safety",
    short: "the cache's name: delete it, whoever made it",
    rare: true,
  },
  WAIT_LOCK_FLAG,
] as const satisfies FlagTable;

export const SANDBOX_COMMAND_FLAGS = [
  ...SANDBOX_FLAGS,
  {
    flags: "--env",
    help: "print the environment in which other programs use this folder's running sandbox",
    group: "sandbox",
  },
  {
    flags: "--wait-ready",
    help: "wait until this folder's sandbox answers: exit 0, or 4 after 30 s",
    group: "sandbox",
  },
] as const satisfies FlagTable;

export type SandboxCommandFlags = FlagsOf<typeof SANDBOX_COMMAND_FLAGS>;

export const CONFORMANCE_FLAGS = [
  ...KEY_FLAGS,
  {
    flags: "--ask <what...>",
    help: "what to ask: reads, writes, show, all, or ids of probes; without it they are listed",
  },
  { flags: "--accept-charges", help: "yes to what the chosen probes cost" },
  { flags: "--play <url>", help: "an MP4 that the probes' channel plays" },
  {
    flags: "--out <path>",
    help: "where the report goes, .md and .json are appended (conformance)",
  },
  PRICES_FLAG,
] as const satisfies FlagTable;

export type ConformanceFlags = FlagsOf<typeof CONFORMANCE_FLAGS>;
export type InitFlags = FlagsOf<typeof INIT_FLAGS>;
export type CdnFlags = FlagsOf<typeof CDN_FLAGS>;
export type StartFlags = FlagsOf<typeof START_FLAGS>;
export type StopFlags = FlagsOf<typeof STOP_FLAGS>;
export type StatusFlags = FlagsOf<typeof STATUS_FLAGS>;
export type RotationFlags = FlagsOf<typeof ROTATION_FLAGS>;
export type KeysFlags = FlagsOf<typeof KEYS_FLAGS>;
export type VerifyFlags = FlagsOf<typeof VERIFY_FLAGS>;
export type PlayFlags = FlagsOf<typeof PLAY_FLAGS>;
export type DoctorFlags = FlagsOf<typeof DOCTOR_FLAGS>;
export type TeardownFlags = FlagsOf<typeof TEARDOWN_FLAGS>;
