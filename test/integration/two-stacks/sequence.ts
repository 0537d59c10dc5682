import fc from "fast-check";

/** What can be done to a stack, in the words that are typed. */
export const VERBS = {
  init: ["init", "--yes", "--allow-interruption"],
  start: ["start"],
  stop: ["stop"],
  rotate: ["rotate-keys", "--yes", "--allow-interruption"],
  move: ["rotate-keys", "--yes", "--new-cache", "--allow-interruption"],
  teardown: ["teardown", "--allow-interruption"],
} as const;

export type Verb = keyof typeof VERBS;

/** One of two stacks: its flags of `init`. */
export type Wanted = {
  readonly name: string;
  readonly region: string;
  /** The stack's own name unless told. */
  readonly cache?: string;
  /** Uses a cache that is there already. */
  readonly adopts?: true;
};

const HOME = "us-west-2";
const USUAL = { name: "live-origin", region: HOME };

/** Two who know nothing of one another, or have agreed on a cache; whichever comes first makes it. */
export const PAIRS: Readonly<Record<string, readonly [Wanted, Wanted]>> = {
  "one name in one region": [USUAL, USUAL],
  "one name in one region, whatever is there": [
    { ...USUAL, adopts: true },
    { ...USUAL, adopts: true },
  ],
  "one name in two regions": [USUAL, { ...USUAL, region: "eu-west-1" }],
  "one name and one cache in two regions": [
    { ...USUAL, adopts: true },
    { ...USUAL, region: "eu-west-1", adopts: true },
  ],
  "one name in two regions, a cache each": [USUAL, { ...USUAL, region: "eu-west-1", cache: "two" }],
  "two names and one cache": [
    { ...USUAL, name: "one", cache: "shared", adopts: true },
    { ...USUAL, name: "two", cache: "shared", adopts: true },
  ],
  "the name of one is the cache of the other": [
    { ...USUAL, name: "one", cache: "two" },
    { ...USUAL, name: "two", adopts: true },
  ],
  "two names": [
    { ...USUAL, name: "one" },
    { ...USUAL, name: "two", region: "eu-west-1" },
  ],
};

export type Step = { readonly who: 0 | 1; readonly verb: Verb };
export type Sequence = {
  readonly pair: string;
  readonly auth: readonly ["url-token" | "parameter-store", "url-token" | "parameter-store"];
  readonly steps: readonly Step[];
};

const auth = fc.constantFrom("url-token" as const, "parameter-store" as const);

/** Both are made first, in any order, and then anything is done to either. */
export const anySequence: fc.Arbitrary<Sequence> = fc.record({
  pair: fc.constantFrom(...Object.keys(PAIRS)),
  auth: fc.tuple(auth, auth),
  steps: fc
    .tuple(
      fc.constantFrom([0, 1] as const, [1, 0] as const),
      fc.array(
        fc.record({
          who: fc.constantFrom(0 as const, 1 as const),
          verb: fc.oneof(
            { weight: 4, arbitrary: fc.constant<Verb>("start") },
            { weight: 3, arbitrary: fc.constantFrom<Verb>("stop", "teardown", "move") },
            { weight: 2, arbitrary: fc.constantFrom<Verb>("init", "rotate") },
          ),
        }),
        { minLength: 2, maxLength: 8 },
      ),
    )
    .map(([first, then]) => [...first.map((who) => ({ who, verb: "init" as const })), ...then]),
});
