import { regionOfEndpoint, nearestCell } from "../../config/momento-cells.ts";
import { judgeAnswer } from "../../config/fields/answer.ts";
import { isBareAddress, parseCidr } from "../../config/cidr.ts";
import type { Question } from "../../config/fields/question.ts";
import { type ResolveInput, settingsSoFar } from "../../config/resolve/resolve.ts";
import { wholeText } from "../../config/text/figures.ts";
import { ladderTable } from "../../config/ladder/ladder-table.ts";
import { parseRung, RUNG_FORM } from "../../config/ladder/rung-text.ts";
import { barText } from "../../terminal/ladder-table.ts";
import { daysWords } from "./answer-text.ts";
import { questionAt } from "./wizard-state.ts";

type HintContext = {
  readonly input: ResolveInput;
  /** Epoch milliseconds. */
  readonly now: number;
};

const MOST_SUGGESTIONS = 5;
const BAR_CELLS = 20;

/** What helps while an answer is being typed: what it means so far, or how it could go on. Undefined when there is nothing to say. */
export function typingHint(
  question: Question,
  text: string,
  wizard: HintContext,
): string | undefined {
  const typed = text.trim();
  switch (question.key) {
    case "keyDays":
      return /^\d{1,5}$/.test(typed) ? daysWords(Number(typed), wizard.now) : undefined;
    case "cidrs":
      return typed === "" ? undefined : cidrHint(typed);
    case "rungs":
      return typed === "" ? undefined : rungHint(typed, wizard.input);
    default:
      return question.suggestions === undefined ? undefined : suggestionHint(question, typed);
  }
}

/** What Tab makes of a text: the one suggestion that begins with it, or the beginning that all of them share. */
export function completed({ suggestions = [] }: Question, text: string): string | undefined {
  const fitting = suggestions.filter((word) => word.startsWith(text.trim()));
  const [first, ...others] = fitting;
  if (first === undefined) return undefined;
  let shared = first;
  while (!others.every((word) => word.startsWith(shared))) shared = shared.slice(0, -1);
  return shared;
}

function suggestionHint({ suggestions = [] }: Question, typed: string): string | undefined {
  const fitting = suggestions.filter((word) => word !== typed && word.startsWith(typed));
  if (typed === "" || fitting.length === 0) return undefined;
  const more = fitting.length > MOST_SUGGESTIONS ? ", …" : "";
  return `Tab: ${fitting.slice(0, MOST_SUGGESTIONS).join(", ")}${more}`;
}

/** What the distance between a region and the Momento cell means; undefined when they are the same. */
export function cellDistanceWords(region: string, cell: string | undefined): string | undefined {
  const own = cell === undefined ? undefined : regionOfEndpoint(cell);
  if (own !== undefined)
    return own === region
      ? `same region as your Momento cell`
      : `your Momento cell is in ${own}: every segment travels there and back`;
  const near = nearestCell(region);
  if (near === undefined) return undefined;
  return near.region === region
    ? "there is a Momento cell in this region"
    : `the nearest Momento cell is in ${near.region}`;
}

function cidrHint(typed: string): string | undefined {
  const last = typed.split(/[\s,]+/).findLast((piece) => piece !== "");
  const reading = last === undefined ? undefined : parseCidr(last);
  if (reading === undefined) return undefined;
  if (!reading.ok)
    return /^[\d.]+\/?$/.test(last ?? "")
      ? "an address and its mask: 203.0.113.7/32"
      : reading.message;
  const { prefix, hasHostBits, network } = reading.cidr;
  if (prefix === 0) return "0.0.0.0/0: anyone on the internet may push video into your channel";
  if (prefix === 32)
    return isBareAddress(last ?? "") ? `${network}: this one address` : "this one address";
  const count = 2 ** (32 - prefix);
  return hasHostBits
    ? `${wholeText(count)} addresses: all of ${network}`
    : `${wholeText(count)} addresses`;
}

function rungHint(typed: string, input: ResolveInput): string | undefined {
  if (!parseRung(typed).ok) return RUNG_FORM;
  const judged = judgeAnswer(questionAt("rungs"), [typed], input);
  if (!judged.ok) return judged.message;
  const { draft } = settingsSoFar({ ...input, answers: judged.answers });
  const row = ladderTable(draft.channel)[0];
  return row === undefined
    ? undefined
    : `${barText(row.share, BAR_CELLS)} ${row.shownAs}, a segment of about ${row.sizeText}`;
}
