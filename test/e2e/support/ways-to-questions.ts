import { KEYS } from "./terminal.ts";

const { enter, down } = KEYS;

/** How a person gets to a question, and what is said when it is left. */
export type Way = {
  /** `alone`: `init` with a sandbox of its own. `clouds`: what the program takes for real. `stack`: a stack exists already. */
  readonly in: "alone" | "clouds" | "stack";
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Questions before it, with the keys that answer them. */
  readonly before?: readonly (readonly [string, string])[];
  readonly question: string;
  /** Commands that make the stack; with `stack` only. */
  readonly made?: readonly (readonly string[])[];
  /** Loses what the folder knows of the stack; with `stack` only. */
  readonly forgotten?: true;
  /** A saved file in the folder. */
  readonly file?: object;
  readonly says?: RegExp;
  /** What AWS does not allow; with `stack` only. */
  readonly denied?: { readonly service: string; readonly operation: string };
};

const V2_KEY = [
  { alg: "HS512", typ: "JWT" },
  { t: "g", jti: "some-id" },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("c2lnbmF0dXJlc2lnbmF0dXJl")
  .join(".");

const FRESH = ["init", "--latency", "instant", "--rtmp-port", "0"];
const KNOWN = ["--playlist-cache-seconds", "0", "--key-days", "3"];
const ALONE = [...FRESH, "--sandbox", ...KNOWN];
const PUSHED = ["--input", "rtmp-push", "--cidr", "127.0.0.1/32", "--stream-name", "a/b"];
const REAL = ["init", "--no-sandbox", "--name", "leaving", ...KNOWN];
const URL = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
const PLACED = [...REAL, "--region", "us-west-2", ...URL, "--ladder", "mobile"];
const ROLE: readonly [string, string] = ["Which IAM role should MediaLive use?", enter];
const VIDEO: readonly [string, string] = ["Where does the video come from?", enter];
const SUMMARY: readonly [string, string] = ["Go on, or choose one", enter];
const LENGTH: readonly [string, string] = ["How long does the event last?", `2h${enter}`];
const PLAN: readonly [string, string] = ["Go ahead?", enter];
const SAVE: readonly [string, string] = ["Save your answers", `n${enter}`];
const MADE = ["init", "--yes", "--ladder", "mobile"];
const RUNS = [...MADE, "--start"];
const PARAMETER = ["--encoder-auth", "parameter-store"];

/** A way to every question of the Spec's table, by its key. */
export const WAYS_TO_SPEC_QUESTIONS: Readonly<Record<string, Way>> = {
  audience: { in: "alone", args: [...FRESH, "--sandbox"], question: "Is it for an audience" },
  keyDays: {
    in: "alone",
    args: [...FRESH, "--sandbox", "--playlist-cache-seconds", "0"],
    question: "For how many days",
  },
  region: { in: "clouds", args: REAL, question: "Which AWS region should" },
  input: { in: "alone", args: ALONE, question: VIDEO[0] },
  cidrs: {
    in: "alone",
    args: [...ALONE, "--input", "rtmp-push"],
    question: "From which addresses may the encoder send?",
  },
  streamName: {
    in: "alone",
    args: [...ALONE, ...PUSHED.slice(0, 4)],
    question: "Which application and stream key",
  },
  url: {
    in: "alone",
    args: [...ALONE, "--input", "hls-pull"],
    question: "Which URL does MediaLive read?",
  },
  address: {
    in: "alone",
    args: [...ALONE, "--input", "srt-caller"],
    question: "What is the address of the SRT listener?",
  },
  port: {
    in: "alone",
    args: [...ALONE, "--input", "srt-caller", "--srt-address", "203.0.113.7"],
    question: "And which port?",
  },
  inputId: {
    in: "alone",
    args: [...ALONE, "--input", "existing"],
    question: "What is the id of the input?",
  },
  ladder: { in: "alone", args: ALONE, before: [VIDEO], question: "Which renditions" },
  rungs: {
    in: "alone",
    args: ALONE,
    before: [
      VIDEO,
      ["Which renditions", down + down + down + down + enter],
      ["Rung 1: size of the picture", enter],
    ],
    question: "Rung 1: frames a second",
  },
  roleArn: {
    in: "clouds",
    args: PLACED.slice(0, -2),
    question: ROLE[0],
    before: [["Which renditions", enter]],
  },
  endpoint: {
    in: "clouds",
    args: REAL,
    env: { MOMENTO_API_KEY: V2_KEY },
    question: "What is the endpoint of your Momento cell?",
  },
};

/** A way to every other question, by its key in `terminal/prompts.ts`. */
export const WAYS_TO_OTHER_QUESTIONS: Readonly<Record<string, Way>> = {
  mode: { in: "alone", args: FRESH, question: "A rehearsal on this machine, or for real?" },
  stackAction: {
    in: "stack",
    made: [MADE],
    args: ["init"],
    question: "What would you like to do with live-origin?",
  },
  momentoKey: {
    in: "clouds",
    args: REAL,
    env: { MOMENTO_API_KEY: "" },
    question: "Momento API key",
  },
  accountKey: {
    in: "clouds",
    args: [
      ...["teardown", "--no-sandbox", "--name", "leaving", "--region", "us-west-2"],
      ...["--rebuild-state", "--delete-cache", "leaving"],
    ],
    env: { MOMENTO_API_KEY: "" },
    question: "Momento API key of this stack's account",
  },
  lookUpAddress: {
    in: "clouds",
    args: [...REAL, "--region", "us-west-2", "--input", "rtmp-push"],
    question: "Does the encoder run on this machine?",
  },
  summary: {
    in: "alone",
    args: [...ALONE, "--ladder", "mobile"],
    before: [VIDEO],
    question: SUMMARY[0],
  },
  plan: {
    in: "alone",
    args: [...ALONE, ...PUSHED, "--ladder", "mobile"],
    before: [SUMMARY],
    question: PLAN[0],
  },
  saveFile: {
    in: "alone",
    args: [...ALONE, ...PUSHED, "--ladder", "mobile"],
    before: [SUMMARY, PLAN],
    question: "Save your answers",
  },
  saveChanges: {
    in: "alone",
    args: ALONE,
    file: { name: "live-origin", channel: { ladder: "mobile" } },
    before: [SUMMARY, PLAN],
    question: "Write your changes to live-origin",
  },
  obsProfile: {
    in: "alone",
    args: [...ALONE, ...PUSHED, "--ladder", "mobile"],
    before: [SUMMARY, PLAN, SAVE],
    question: "Write a profile for OBS",
  },
  startRehearsal: {
    in: "alone",
    args: [...ALONE, "--ladder", "mobile"],
    before: [VIDEO, SUMMARY, PLAN, SAVE],
    question: "Start the channel now?",
    says: /^✗ The sandbox ends, and what was made in it ends with it\.$/,
  },
  startForReal: {
    in: "clouds",
    args: PLACED,
    before: [ROLE, LENGTH, SUMMARY, PLAN, SAVE],
    question: "Start the channel now? Running bills.",
    says: /^✗ Everything exists; the channel is not started\.\r?\n→ live-origin start --for 2h15m --name leaving --region us-west-2$/,
  },
  eventLength: {
    in: "clouds",
    args: PLACED,
    before: [ROLE],
    question: LENGTH[0],
  },
  endFromHere: {
    in: "stack",
    made: [MADE],
    denied: { service: "scheduler", operation: "CreateSchedule" },
    args: [...MADE, "--start", "--stop-after", "2h"],
    question: "let it stop the channel?",
    says: /^✗ Everything exists; the channel is not started\.\r?\n→ live-origin start --sandbox$/,
  },
  moveEnd: {
    in: "stack",
    made: [MADE, ["start", "--for", "2h"]],
    args: [...MADE, "--for", "1h"],
    question: "Move that end to",
  },
  keyLeak: {
    in: "clouds",
    args: [...PLACED, "--master-playlist", "origin"],
    before: [ROLE, LENGTH, SUMMARY],
    question: "Serve the encoder's key to every viewer all the same?",
  },
  interruption: {
    in: "stack",
    made: [RUNS],
    args: [...MADE, "--segment-seconds", "1"],
    question: "This interrupts the running channel.",
  },
  adoptCache: {
    in: "stack",
    made: [["create-origin", "--yes"]],
    forgotten: true,
    args: MADE,
    question: "The cache live-origin was not made by this stack.",
  },
  replaceInput: {
    in: "stack",
    made: [MADE],
    args: [...MADE, ...PUSHED],
    question: "This replaces the input",
  },
  takeOver: {
    in: "stack",
    made: [MADE],
    forgotten: true,
    args: ["init", "--yes", "--rebuild-state"],
    question: "Is this stack yours?",
  },
  cacheInDoubt: {
    in: "stack",
    made: [MADE],
    forgotten: true,
    args: ["teardown", "--rebuild-state"],
    before: [["Is this stack yours?", `y${enter}`]],
    question: "Type live-origin to delete the cache too",
  },
  rotation: { in: "stack", made: [MADE], args: ["rotate-keys"], question: "Replace the keys now?" },
  stopForRotation: {
    in: "stack",
    made: [RUNS],
    args: ["rotate-keys"],
    question: "Stop the channel for it now?",
  },
  restartForRotation: {
    in: "stack",
    made: [[...RUNS, ...PARAMETER]],
    args: ["rotate-keys"],
    before: [["Replace the keys now?", enter]],
    question: "Restart the channel now?",
    says: /^✗ The keys are replaced; the running channel takes the new one when it starts next\.\r?\n→ Finish with: live-origin rotate-keys --sandbox$/,
  },
  stopFound: {
    in: "stack",
    made: [RUNS],
    forgotten: true,
    args: ["stop"],
    question: "Is live-origin the one to stop?",
  },
  endShow: {
    in: "stack",
    made: [RUNS],
    args: ["teardown", "--confirm", "live-origin"],
    question: "End the show all the same?",
  },
  stackName: {
    in: "stack",
    made: [MADE],
    args: ["teardown"],
    question: "Type live-origin to remove all of this",
  },
};
