import type { PriceLine, PriceReport, PriceSource, PriceSum } from "../config/price.ts";
import { printableLine } from "../config/text/printable.ts";
import type { AutoStop } from "../core/auto-stop/diagnose-auto-stop.ts";
import { endSentence } from "./end-words.ts";
import { durationText } from "./time-words.ts";
import { wholeText } from "../config/text/figures.ts";

/** A sum as it is said: `about 0.99 USD`, or that it is not known. Rounded, so never without "about". */
function aboutSum({ amount, notKnown }: PriceSum, currency: string): string {
  if (amount === null) return "not known";
  const more = mediaLiveUnknown(notKnown) ? " and what is not known" : "";
  return `about ${amountText(amount)} ${currency}${more}`;
}

/** All that is said of a price: an hour, thirty forgotten days, the event, and the rest. */
export function priceSentences(price: PriceReport): readonly string[] {
  return [...totalSentences(price), ...restSentences(price)];
}

/** What whoever decides has to see: an hour, thirty forgotten days, and the event. */
export function totalSentences(price: PriceReport): readonly string[] {
  return [hourSentence(price), ...eventSentence(price)];
}

/** Idle, a viewer, what is not known, and whose prices these are and how old. */
export function restSentences(price: PriceReport): readonly string[] {
  const { currency, perViewerHour } = price;
  return [
    idleSentence(price),
    perViewerHour.amount === null
      ? "What a viewer costs at the edge is not known."
      : `A viewer of the top rung costs ${aboutSum(perViewerHour, currency)} an hour at the edge.`,
    ...unknownSentence(price),
    sourceSentence(price),
  ];
}

/** What the event costs, all of the time that its channel is to run; nothing where that is not known. */
export function eventSentence(price: PriceReport): readonly string[] {
  const { eventSeconds, currency, elsewhere } = price;
  const isHere = price.event !== null && price.event.amount !== null;
  const event = isHere ? price.event : (elsewhere?.event ?? null);
  if (event === null || event.amount === null || eventSeconds === null) return [];
  const where = isHere ? "" : `, in ${elsewhere?.region ?? ""}`;
  const length = durationText(eventSeconds * 1000);
  return [`For the ${length} that it is to run${where}: ${aboutSum(event, currency)}.`];
}

/** The same in short, for the end of a run. */
export function priceSummary(price: PriceReport): readonly string[] {
  return [...totalSentences(price), idleSentence(price), sourceSentence(price)];
}

/** What an hour costs, the shortest run and thirty forgotten days. */
export function hourSentence(price: PriceReport): string {
  const { region, currency, perHourRunning, minimum, thirtyDaysForgotten, elsewhere } = price;
  const say = (sum: PriceSum): string => aboutSum(sum, currency);
  const fed = price.assumesPush ? "with an RTMP push " : "";
  const real = price.isRehearsal ? `for real, in ${region}, ` : "";
  if (perHourRunning.amount === null) {
    const there =
      elsewhere === null
        ? ""
        : `; in ${elsewhere.region} it is ${say(elsewhere.perHourRunning)} an hour`;
    return capital(`${real}what it costs ${fed}in ${region} is not known${there}.`);
  }
  return capital(
    `${real}${fed}${say(perHourRunning)} an hour while it runs, with or without a picture; ten minutes are the least that is billed (${say(minimum)}); forgotten for thirty days ${say(thirtyDaysForgotten)}.`,
  );
}

/** What a channel costs that nobody started. */
function idleSentence({ perHourIdle, currency }: PriceReport): string {
  const { amount, notKnown } = perHourIdle;
  if (amount === null)
    return `Stopped, it still bills a little until it is deleted: how much is not known.`;
  const rest = notKnown.length === 0 ? "" : `, without what is not known: ${notKnown.join(", ")}`;
  return `Stopped, until it is deleted: about ${amountText(amount)} ${currency} an hour${rest}.`;
}

/** One line for a start: what ends it, or what thirty days cost where nothing is known to. */
export function endingSentence(end: AutoStop | undefined, price: PriceReport): string {
  if (end?.is === "set") return endSentence(end);
  const sum = aboutSum(price.thirtyDaysForgotten, price.currency);
  const where = price.isRehearsal ? `, for real in ${price.region}` : "";
  const lead =
    end?.is === "none" ? "It does not stop by itself: thirty" : `${endSentence(end)} Thirty`;
  return `${lead} days of it cost ${sum}${where} (${shortSource(price)}).`;
}

/** What a run cost that has just ended, what the stopped channel costs, and what ends that. */
export function stoppedLines(price: PriceReport, teardown: string): readonly string[] {
  return [
    ...runSentence("This run", price),
    `${idleSentence(price)} Teardown ends that: ${teardown}`,
  ];
}

/** What a teardown puts an end to. */
export function endedLines(price: PriceReport, isOnAir: boolean): readonly string[] {
  const { currency, perHourRunning, isRehearsal, region } = price;
  const real = isRehearsal ? `For real, in ${region}: ` : "";
  const hour = isOnAir
    ? `${real}${aboutSum(perHourRunning, currency)} an hour while the channel runs (${shortSource(price)}).`
    : `${real}${idleSentence(price)}`;
  return [`  ${hour} Removing it ends that.`];
}

/** What the present run, called `which`, has cost; nothing when nobody knows for how long it ran. */
export function runSentence(which: string, price: PriceReport): readonly string[] {
  const { soFar, currency, isRehearsal, region } = price;
  if (soFar === null) return [];
  const cost = isRehearsal ? `would have cost for real, in ${region},` : "cost";
  return [`${which} ${cost} ${aboutSum(soFar, currency)} (${shortSource(price)}).`];
}

/** Whose prices a sum is made of, and how old they are: `AWS Price List API, 2026-09-18`. */
export function shortSource(price: PriceReport): string {
  const used = sourcesOf([price.perHourRunning, ...sumsElsewhere(price)]);
  return used.length === 0 ? "no prices known" : used.join("; ");
}

function unknownSentence({ perHourRunning }: PriceReport): readonly string[] {
  const { notKnown, amount } = perHourRunning;
  if (notKnown.length === 0 || amount === null) return [];
  return [`Not in these sums, because not known: ${notKnown.join(", ")} (--prices FILE adds it).`];
}

/** In short: the sources in full are with each line of `--json`. */
function sourceSentence(price: PriceReport): string {
  const ages = price.sources.flatMap(({ source, ageDays }) =>
    ageDays === null
      ? []
      : [
          `${SOURCE_NAMES[source]}, ${ageDays < 0 ? "dated in the future" : `${days(ageDays)} old`}`,
        ],
  );
  const dates = usedLines(price)
    .flatMap(({ date }) => (date === null ? [] : [printableLine(date)]))
    .toSorted();
  const [first] = dates;
  const last = dates.at(-1);
  const when =
    first === undefined ? "" : first === last ? ` of ${first}` : ` of ${first} to ${last ?? ""}`;
  return `Prices${when}: ${[...ages, ...price.sources.flatMap(missingWords)].join("; ")}.`;
}

const SOURCE_NAMES: Readonly<Record<PriceSource["source"], string>> = {
  file: "your file",
  "price-list": "AWS's price list",
  table: "the program's table",
};

function missingWords({ source, missing }: PriceSource): readonly string[] {
  return missing.map((why) => {
    if (why === "timed-out") return `${SOURCE_NAMES[source]} did not answer within two seconds`;
    return /^[A-Z_]+$/.test(why)
      ? `${SOURCE_NAMES[source]} could not be asked (${why})`
      : printableLine(why);
  });
}

function usedLines(price: PriceReport): readonly PriceLine[] {
  const { perHourRunning, perHourIdle, perViewerHour } = price;
  return [perHourRunning, ...sumsElsewhere(price), perHourIdle, perViewerHour].flatMap(
    ({ lines }) => lines,
  );
}

function sumsElsewhere({ elsewhere }: PriceReport): readonly PriceSum[] {
  return elsewhere === null ? [] : [elsewhere.perHourRunning];
}

function sourcesOf(sums: readonly PriceSum[]): readonly string[] {
  const named = sums
    .flatMap(({ lines }) => lines)
    .flatMap(({ source, date }) =>
      source === null || date === null ? [] : [`${printableLine(source)}, ${date}`],
    );
  return [...new Set(named)];
}

/** Momento's price is not published, and is told apart: what is said here is that a part of MediaLive's is missing. */
function mediaLiveUnknown(notKnown: readonly string[]): boolean {
  return notKnown.some((what) => !what.startsWith("Momento"));
}

function amountText(amount: number): string {
  if (amount >= 100) return wholeText(amount);
  if (amount >= 0.1 || amount === 0) return amount.toFixed(2);
  return String(Number(amount.toPrecision(2)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
