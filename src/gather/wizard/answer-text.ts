import { withMask } from "../../config/cidr.ts";
import { bytesText, wholeText } from "../../config/text/figures.ts";
import { ladderDemand } from "../../config/limits/limits.ts";
import type { Question } from "../../config/fields/question.ts";
import { givenSettings, type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import { getAt } from "../../config/resolve/tree.ts";

/** What each question is called in one or two words. */
const TITLES: Readonly<Record<string, string>> = {
  audience: "Audience",
  keyDays: "Keys last",
  region: "AWS region",
  input: "Input",
  cidrs: "May send",
  streamName: "Stream name",
  url: "Input URL",
  address: "SRT address",
  port: "SRT port",
  inputId: "Input id",
  ladder: "Ladder",
  endpoint: "Momento cell",
  roleArn: "IAM role",
};

const DAY_MS = 86_400_000;

/** A question in one or two words, for echoes and the summary. */
export function questionTitle({ key }: Question): string {
  return TITLES[key] ?? key;
}

/** The answer in force in words: the given one, else the default. `now` is epoch milliseconds. */
export function answerWords(question: Question, input: ResolveInput, now: number): string {
  const { config, draft } = settingsSoFar(input);
  const value = getAt(config, question.path) ?? question.default?.(config);
  switch (question.key) {
    case "audience":
      return audienceWords(value);
    case "keyDays":
      return typeof value === "number" ? daysWords(value, now) : "";
    case "ladder": {
      const demand = ladderDemand(draft);
      const rungs = draft.channel.ladder.map(({ name }) => name).join(", ");
      return `${draft.channel.ladderName}: ${rungs} (${wholeText(demand.operationsPerSecond)} operations/s, ${bytesText(demand.hotStorageBytes)})`;
    }
    case "roleArn":
      return value === undefined ? "one of its own" : textOf(value);
    case "input":
      return choiceLabel(question, value);
    case "cidrs":
      return Array.isArray(value) ? value.map(String).map(withMask).join(", ") : "";
    default:
      return Array.isArray(value) ? value.join(", ") : textOf(value);
  }
}

/** How the answer in force was given: `--region`, `LIVE_ORIGIN_REGION`, `live-origin.json`; undefined for a default. */
export function givenBy(question: Question, input: ResolveInput): string | undefined {
  const source = givenSettings(input).get(question.path)?.source;
  switch (source) {
    case "flag":
      return question.path === "channel.ladder" && input.flags["rung"] !== undefined
        ? "--rung"
        : question.flag;
    case "environment":
      return question.variable;
    case "file":
      return "live-origin.json";
    case "remembered":
    case "default":
    case undefined:
      return undefined;
  }
}

/** Days as a person plans them: with the date on which they are over. */
export function daysWords(days: number, now: number): string {
  const noun = days === 1 ? "day" : "days";
  const end = new Date(now + days * DAY_MS);
  const until = Number.isNaN(end.getTime()) ? "" : `, until ${end.toISOString().slice(0, 10)}`;
  return `${wholeText(days)} ${noun}${until}`;
}

function audienceWords(value: unknown): string {
  if (value === 0) return "just me (playlists are never cached)";
  const seconds = textOf(value);
  return `an audience (the edge keeps playlists for ${seconds} s)`;
}

function choiceLabel({ choices = [] }: Question, value: unknown): string {
  const found = choices.find((choice) => choice.value === value);
  return found === undefined ? textOf(value) : found.label;
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
