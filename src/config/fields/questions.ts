import { draftOf } from "../resolve/draft.ts";
import { INPUT_QUESTIONS } from "./input-questions.ts";
import type { Question } from "./question.ts";
import { question } from "./question.ts";
import { RUNG_EXAMPLE, RUNG_FORM } from "../ladder/rung-text.ts";
import { addedHeights, presetHeights } from "../ladder/preset-words.ts";
import { MOMENTO_CELLS } from "../momento-cells.ts";

/** The wizard's questions, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [
  question({
    key: "audience",
    path: "cdn.playlistCacheSeconds",
    message: "Is it for an audience, or just for you?",
    why: "With an audience the edge keeps playlists for a second, so that the origin is not asked for each viewer.",
    kind: "choice",
    choices: [
      { value: 0, label: "just me", why: "playlists are never cached, as in the tutorial" },
      { value: 1, label: "an audience", why: "playlists are cached for 1 second at the edge" },
    ],
    default: (soFar) => draftOf(soFar).cdn.playlistCacheSeconds,
  }),
  question({
    key: "keyDays",
    path: "origin.keyDays",
    message: "For how many days will you need it?",
    why: "The encoder's and the players' keys expire after that; without --revocable-keys nobody can revoke them earlier.",
    kind: "whole",
    default: (soFar) => draftOf(soFar).origin.keyDays,
  }),
  question({
    key: "region",
    path: "region",
    message: "Which AWS region should the channel run in?",
    why: "Close to the encoder and to the Momento cell, so that segments arrive early.",
    kind: "text",
    default: ({ region }) => region,
  }),
  ...INPUT_QUESTIONS,
  question({
    key: "ladder",
    path: "channel.ladder",
    message: "Which renditions should be encoded?",
    why: "More and larger ones look better, and cost more operations and storage at the origin.",
    kind: "choice",
    choices: [
      {
        value: "tutorial",
        label: `tutorial: ${presetHeights("tutorial")}`,
        why: "the ladder of Momento's guide",
      },
      {
        value: "hd",
        label: `hd: the same and ${addedHeights("hd", "tutorial")}`,
        why: "for large screens",
      },
      {
        value: "mobile",
        label: `mobile: ${presetHeights("mobile")}`,
        why: "for phones",
      },
      {
        value: "starter",
        label: `starter: ${presetHeights("starter")}`,
        why: "plays on an on-demand account as Momento gives it; segments of 1 s, kept for 1800 s",
      },
      { value: "own", label: "my own", why: "rung by rung, field by field" },
    ],
    leadsTo: { own: "rungs" },
    default: (soFar) => draftOf(soFar).channel.ladderName,
  }),
  question({
    key: "rungs",
    path: "channel.ladder",
    message: `Next rung (${RUNG_FORM}; empty to finish)`,
    why: `For example ${RUNG_EXAMPLE}. The order is the order of the master playlist.`,
    kind: "rungs",
    asked: "on-demand",
  }),
  question({
    key: "roleArn",
    path: "channel.roleArn",
    message: "Which IAM role should MediaLive use?",
    why: "This account has a MediaLiveAccessRole, as MediaLive's console makes it.",
    kind: "text",
    asked: "on-demand",
  }),
  question({
    key: "endpoint",
    path: "origin.endpoint",
    message: "What is the endpoint of your Momento cell?",
    why: "A v2 key does not contain it; the Momento console shows it as the HTTP endpoint.",
    kind: "text",
    suggestions: MOMENTO_CELLS.map(({ endpoint }) => endpoint),
    asked: "on-demand",
  }),
];
