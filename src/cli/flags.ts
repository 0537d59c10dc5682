import type { CommandFlag, FlagsOf, FlagTable } from "./flag-table.ts";

/** Flags that every command takes. */
export const GLOBAL_FLAGS = [
  { flags: "--config <file>", help: "the Spec to read (live-origin.json)" },
  { flags: "--profile <profile>", help: "AWS profile" },
  {
    flags: "--sandbox",
    help: "rehearse: everything against emulators on this machine [LIVE_ORIGIN_SANDBOX, sandbox]",
    short: "rehearse on this machine: no account, no money",
  },
  {
    flags: "--no-sandbox",
    help: "for real: in the clouds (init asks when neither is given)",
    short: "for real, in the clouds",
    rare: true,
  },
  {
    flags: "-y, --yes",
    help: "answer yes to the plan, if it interrupts nothing and replaces no input",
    group: "safety",
    short: "yes to the plan, unless it interrupts or replaces",
  },
  {
    flags: "--no-input",
    help: "never ask; name what is missing and exit 4",
    group: "safety",
  },
  { flags: "--dry-run", help: "show the plan and stop", group: "safety" },
  {
    flags: "--offline",
    help: "with --dry-run: ask no cloud, need no credentials",
    rare: true,
    group: "safety",
  },
  { flags: "--json", help: "one JSON document on stdout, no questions", group: "output" },
  { flags: "--verbose", help: "more detail: a plan's API members, failures", group: "output" },
  { flags: "--no-color", help: "no colours", group: "output", rare: true },
] as const satisfies FlagTable;

/** Where the account's own Momento key comes from. */
export const KEY_FLAGS = [
  {
    flags: "--momento-key-file <file>",
    help: "a downloaded momento_key_info.json, or - for stdin [MOMENTO_API_KEY holds the key itself; momentoKeyFile]",
    group: "keys",
    short: "a downloaded momento_key_info.json, or - (stdin)",
  },
] as const satisfies FlagTable;

/** Where prices come from that AWS does not tell, or that are one's own. */
export const PRICES_FLAG = {
  flags: "--prices <file>",
  help: "a JSON file with prices of your own; they override those that AWS publishes",
  group: "output",
  rare: true,
} as const satisfies CommandFlag;

/** Keys that were made by hand. */
export const IMPORTED_KEY_FLAGS = [
  {
    flags: "--encoder-key-file <file>",
    help: "use this read-write key instead of making one",
    group: "keys",
    rare: true,
  },
  {
    flags: "--player-key-file <file>",
    help: "use this read-only key instead of making one",
    group: "keys",
    rare: true,
  },
] as const satisfies FlagTable;

/** Takes a stack over whose state is not here. */
export const REBUILD_FLAG = {
  flags: "--rebuild-state [stack-id]",
  help: "take over the stack of this name that the clouds have and the state here does not know",
  group: "safety",
  short: "take over a stack whose state is not here",
  rare: true,
} as const satisfies CommandFlag;

/** Which of several stacks of one name is meant. */
export const FOUND_FLAG = {
  flags: "--stack-id <id>",
  help: "where this folder has no state: the stack with that id, found by its tags (teardown --orphans lists them)",
  group: "make",
  short: "which of several stacks of the same name",
} as const satisfies CommandFlag;

/** Waits where a run would refuse. */
export const WAIT_LOCK_FLAG = {
  flags: "--wait-lock",
  help: "wait for another run on this stack instead of refusing",
  group: "safety",
  short: "wait for another run on this stack",
  rare: true,
} as const satisfies CommandFlag;

/** Each says yes to one thing that `--yes` never answers. */
const CONSENT_FLAGS = [
  {
    flags: "--allow-interruption",
    help: "a running channel may be stopped or changed",
    group: "safety",
  },
  {
    flags: "--replace-input",
    help: "the input may be replaced, or take pushes at another address",
    group: "safety",
    short: "the input, or its push address, may be replaced",
  },
  {
    flags: "--allow-over-limit",
    help: "go on although the account's limits are exceeded",
    group: "safety",
    rare: true,
  },
  {
    flags: "--accept-key-leak",
    help: "serve the origin's master playlist although it holds the encoder key",
    group: "safety",
    short: "serve a master playlist that holds the encoder key",
    rare: true,
  },
  REBUILD_FLAG,
  WAIT_LOCK_FLAG,
] as const satisfies FlagTable;

/** Says yes to a cache that this stack did not make. */
const ADOPT_FLAG = {
  flags: "--adopt-cache",
  help: "use a cache of that name that was there before; it is shared with whoever uses it, and never deleted",
  group: "safety",
  short: "use a cache of that name that was there before",
} as const satisfies CommandFlag;

/** What every command that makes something takes. */
export const MAKING_FLAGS = [
  ...KEY_FLAGS,
  PRICES_FLAG,
  ...CONSENT_FLAGS,
] as const satisfies FlagTable;

/** What those take that make the stack's keys too. */
export const PROVISION_FLAGS = [
  ...KEY_FLAGS,
  ...IMPORTED_KEY_FLAGS,
  ADOPT_FLAG,
  PRICES_FLAG,
  ...CONSENT_FLAGS,
] as const satisfies FlagTable;

/** How the emulators behave; `init --sandbox` takes them too, for the sandbox that it starts. */
export const SANDBOX_FLAGS = [
  {
    flags: "--latency <mode>",
    help: "instant, brief (default) or realistic",
    choices: ["instant", "brief", "realistic"],
    group: "sandbox",
  },
  {
    flags: "--account <kind>",
    help: "limits of the Momento account: provisioned or on-demand",
    choices: ["provisioned", "on-demand"],
    group: "sandbox",
  },
  {
    flags: "--memory <MiB>",
    help: "the most that its cache holds; a full one refuses writes until something expires",
    group: "sandbox",
  },
  {
    flags: "--rtmp-port <port>",
    help: "where RTMP pushes arrive (1935; 0 takes a free one)",
    group: "sandbox",
  },
  {
    flags: "--fault <fault...>",
    help: "make an operation fail, see the sandbox's README",
    group: "sandbox",
  },
  {
    flags: "--faults <file>",
    help: "the same from a file: one fault a line, or JSON",
    group: "sandbox",
  },
  {
    flags: "--quota <name=count...>",
    help: "a quota of the AWS account: channels=1, and so on",
    group: "sandbox",
  },
  {
    flags: "--policy <file>",
    help: "an IAM policy document: all that the rehearsal's AWS user may do",
    group: "sandbox",
  },
  {
    flags: "--tls",
    help: "serve Momento over TLS behind a CONNECT proxy as well",
    group: "sandbox",
  },
  {
    flags: "--reading <reading...>",
    help: "where documents disagree, follow the other one: counter=-, see the sandbox's README",
    group: "sandbox",
  },
  {
    flags: "--seed <text>",
    help: "the same ids and keys in every sandbox that has the same seed",
    group: "sandbox",
  },
] as const satisfies FlagTable;

/** Where a profile for OBS is written. */
export const OBS_FLAG = {
  flags: "--obs-profile <folder>",
  help: "with an RTMP push: write a profile for OBS there, ready to import",
  group: "output",
  short: "RTMP push: write a profile for OBS there",
} as const satisfies CommandFlag;

/** For a start that may have to wait for its encoder. */
export const VERIFY_TIMEOUT_FLAG = {
  flags: "--verify-timeout <duration>",
  help: "after the start, wait this long for picture and sound at the edge (2m)",
  group: "make",
  short: "wait this long for a picture after the start (2m)",
  rare: true,
} as const satisfies CommandFlag;

/** CloudFront's roll-out takes minutes. */
export const NO_WAIT_FLAG = {
  flags: "--no-wait",
  help: "do not wait for CloudFront's minutes",
} as const satisfies CommandFlag;

export type GlobalFlags = FlagsOf<typeof GLOBAL_FLAGS>;
export type PricesFlags = FlagsOf<readonly [typeof PRICES_FLAG]>;
export type ImportedKeyFlags = FlagsOf<typeof IMPORTED_KEY_FLAGS>;
export type MakingFlags = FlagsOf<typeof MAKING_FLAGS>;
export type ProvisionFlags = FlagsOf<typeof PROVISION_FLAGS>;
export type SandboxFlags = FlagsOf<typeof SANDBOX_FLAGS>;
