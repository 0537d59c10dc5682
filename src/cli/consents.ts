import { ownCommand } from "../config/text/own-command.ts";
import type { Question, QuestionAbout } from "../core/questions.ts";
import { changeSentence, takesAway } from "../core/provision/change-words.ts";
import { durationText, localTime } from "../terminal/time-words.ts";
import { PROMPTS } from "../terminal/prompts.ts";
import type { Consent, Consenting } from "./consent.ts";
import type { NeededInput } from "../config/needed-input.ts";
import { resourceLines } from "../terminal/orphans-view.ts";

/** What viewers would get, and which settings avoid it. */
const LEAK =
  "MediaLive copies the address that it writes to, the encoder's read-write key included, into the master playlist; served from the origin, every viewer gets a key that can replace the show until it expires; only a key made with --revocable-keys can be revoked";

/** The flag that consents to it. */
export const LEAK_CONSENT: NeededInput = {
  flag: "--accept-key-leak",
  what: `consent to a leak: ${LEAK} (--master-playlist edge or --encoder-auth parameter-store avoid it)`,
};

/** What a run without a terminal must say to a plan. */
export const PLAN_CONSENT: NeededInput = { flag: "--yes", what: "consent to the plan" };

/** Why a cache that was there before is no matter of course. */
export function sharedCache(name: string): string {
  return `the cache ${name} was there before this stack; whoever else writes to it and this stack would overwrite each other's show, and it is never deleted by live-origin`;
}

/** What a rotation without a terminal must say. */
export const ROTATION_CONSENT: NeededInput = {
  flag: "--yes",
  what: "consent to replacing the keys",
};

/** What a teardown without a terminal must say. */
export const TEARDOWN_CONSENT: NeededInput = {
  flag: "--confirm NAME",
  what: "the stack's name, because a teardown cannot be undone",
};

/** The stack's name says yes. */
const CONFIRM = {
  flag: "confirm",
  of: "this stack",
  name: ({ stackName }: { readonly stackName: string }): string => stackName,
} as const;

const GAP =
  "Viewers see a gap while the channel stops, is changed and starts: expect 1 to 3 minutes (an estimate; AWS documents no figure)";

/** Every consent of the core: its question, its flag, its default, and what a script is told. */
const CONSENTS: {
  readonly [About in Question["about"]]: Consent<QuestionAbout<About>>;
} = {
  plan: {
    flag: "yes",
    ask: ({ plan }) => PROMPTS.plan(changeSentence(plan)),
    // What removes or replaces is not done by a key pressed out of habit.
    enter: ({ plan }) => !takesAway(plan),
    unattended: () => PLAN_CONSENT,
  },
  "replace-input": {
    flag: "replaceInput",
    ask: () => PROMPTS.replaceInput(),
    enter: false,
    unattended: () => ({
      flag: "--replace-input",
      what: "this plan replaces the input, or changes where it takes pushes: what is sent to the present one no longer arrives",
    }),
  },
  "settings-unknown": {
    warning: ({ failure }) => `${failure.message} ${failure.hint ?? ""}`,
    enter: false,
    unattended: () => false,
    attended: "warned",
  },
  interruption: {
    flag: "allowInterruption",
    ask: ({ plan }) => PROMPTS.interruption(changeSentence(plan)),
    enter: false,
    unattended: () => ({
      flag: "--allow-interruption",
      what: "this plan stops or changes the running channel; viewers would see a gap",
    }),
  },
  "adopt-cache": {
    flag: "adoptCache",
    warning: ({ cache }) => `${sharedCache(cache)}.`,
    ask: ({ cache }) => PROMPTS.adoptCache(cache),
    enter: false,
    unattended: ({ cache }) => ({
      flag: "--adopt-cache",
      what: `consent to using it: ${sharedCache(cache)}`,
    }),
  },
  "key-leak": {
    flag: "acceptKeyLeak",
    warning: () => `${LEAK}.`,
    ask: () => PROMPTS.keyLeak(),
    enter: false,
    unattended: () => LEAK_CONSENT,
  },
  "over-limit": { flag: "allowOverLimit", enter: false, unattended: () => false },
  "move-end": {
    before: ({ endsAt }) => [
      `The channel is already running, and a schedule of another run ends it ${endsAt === null ? "at a time that cannot be read" : localTime(endsAt)}.`,
    ],
    ask: ({ durationMs }) => PROMPTS.moveEnd(durationText(durationMs)),
    enter: false,
    unattended: () => false,
    silence: () => `That end is left as it is: ${ownCommand("start --for")} moves it.`,
  },
  "end-from-here": {
    warning: ({ why }) => why,
    ask: ({ durationMs }) => PROMPTS.endFromHere(durationText(durationMs)),
    enter: false,
    unattended: () => false,
    left: ({ left }) => left,
  },
  rotation: {
    flag: "yes",
    ask: () => PROMPTS.rotation(),
    enter: true,
    unattended: () => ROTATION_CONSENT,
  },
  "stop-for-rotation": {
    flag: "allowInterruption",
    before: () => [
      `The running channel carries the encoder's key in its destination URL, which can be changed only while it is stopped. ${GAP}.`,
    ],
    ask: () => PROMPTS.stopForRotation(),
    enter: false,
    unattended: ({ isOptional }) =>
      isOptional
        ? false
        : {
            flag: "--allow-interruption",
            what: "moving to another cache stops the running channel",
          },
  },
  "restart-for-rotation": {
    flag: "allowInterruption",
    before: () => [
      `The encoder's new key takes effect when the channel starts next, or so we assume: MediaLive reads the parameter then. ${GAP}.`,
    ],
    ask: () => PROMPTS.restartForRotation(),
    enter: false,
    unattended: () => false,
    left: ({ left }) => left,
  },
  teardown: {
    naming: { ...CONFIRM, typed: "required" },
    ask: ({ stackName }) => PROMPTS.stackName(stackName),
    enter: false,
    unattended: () => TEARDOWN_CONSENT,
  },
  "end-show": {
    flag: "allowInterruption",
    before: ({ channelState }) => [`The channel is ${channelState}: this ends the show.`],
    ask: () => PROMPTS.endShow(),
    enter: false,
    unattended: ({ channelState }) => ({
      flag: "--allow-interruption",
      what: `the channel is ${channelState}: this ends the show`,
    }),
  },
  "stop-found": {
    naming: CONFIRM,
    ask: ({ stackName }) => PROMPTS.stopFound(stackName),
    enter: false,
    unattended: ({ stackName }) => ({
      flag: `--confirm ${stackName}`,
      what: "the stack's name, because it was not made from this folder",
    }),
  },
  "take-over": {
    before: ({ stackId, resources }) => [`Found of stack ${stackId}:`, ...resourceLines(resources)],
    ask: () => PROMPTS.takeOver(),
    enter: false,
    // `--rebuild-state` itself is the yes.
    unattended: () => true,
  },
  "cache-in-doubt": {
    naming: {
      flag: "deleteCache",
      of: "this stack's cache",
      name: ({ cache }) => cache,
      typed: "optional",
    },
    warning: ({ why }) => why,
    ask: ({ cache }) => PROMPTS.cacheInDoubt(cache),
    enter: false,
    unattended: () => false,
    silence: ({ cache, why }) =>
      `${why} It is kept. Momento's console deletes it, or its command line: momento cache delete ${cache}. As long as the stack is not removed yet, so does this command with --delete-cache ${cache}`,
  },
};

/** What a script would have to say to these questions and did not. */
export function missingConsents(
  flags: Consenting["flags"],
  questions: readonly Question[],
): readonly NeededInput[] {
  return questions.flatMap((question) => {
    const { flag, unattended } = consentOf(question);
    const needed = unattended(question);
    const isSaid = flag !== undefined && flags[flag] === true;
    return isSaid || typeof needed !== "object" ? [] : [needed];
  });
}

/** The row of a question. */
export function consentOf(question: Question): Consent<Question> {
  // The table has one row a kind; the compiler cannot see that row and question are of the same one.
  return CONSENTS[question.about] as Consent<Question>;
}
