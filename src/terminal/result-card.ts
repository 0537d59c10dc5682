import type { PriceReport } from "../config/price.ts";
import type { EndDocument } from "../core/auto-stop/end-document.ts";
import { localTime } from "./time-words.ts";
import { priceSummary } from "./price-words.ts";
import { shownLength } from "./prompt-streams.ts";
import { wrappedAt } from "./wrapped.ts";
import type { Style } from "./style.ts";

/** What the card shows: the result of a run, in plain data. */
type CardFacts = {
  readonly name: string;
  readonly restEndpoint: string;
  readonly playbackUrl: string | null;
  readonly ingest: {
    readonly server?: string | undefined;
    readonly streamKey?: string | undefined;
    readonly url?: string | undefined;
    readonly ffmpeg?: string | undefined;
    readonly note?: string | undefined;
  } | null;
  readonly keysExpireAt: { readonly encoder: string | null; readonly player: string | null };
  readonly bills: readonly string[];
  readonly price?: PriceReport | null | undefined;
  readonly end?: EndDocument | undefined;
  readonly verified: boolean | null;
  /** What was seen after the start. */
  readonly show: { readonly message: string; readonly notes: readonly string[] } | null;
  readonly next: string;
  /** More commands to go on with. */
  readonly also?: readonly string[] | undefined;
  /** A QR code of the playback URL. */
  readonly code?: string | undefined;
};

/** In fewer columns than this the text of a row stands below its label. */
const LEAST_SIDE_BY_SIDE = 56;

/** The end of a run: what to push to, what to play, when keys expire, what bills from now on, and the next command. */
export function renderCard(facts: CardFacts, style: Style, columns: number): string {
  const rows: (readonly [string, string])[] = [];
  const { encoder, player } = facts.keysExpireAt;
  if (encoder !== null) rows.push(["Encoder key until", encoder.slice(0, 10)]);
  if (player !== null) rows.push(["Player key until", player.slice(0, 10)]);
  for (const [index, line] of facts.bills.entries())
    rows.push([index === 0 ? "Bills from now on" : "", line]);
  const costs = facts.price == null ? [] : priceSummary(facts.price);
  for (const [index, line] of costs.entries()) rows.push([index === 0 ? "Costs" : "", line]);
  if (facts.end?.is === "set" && facts.end.endsAt !== null)
    rows.push(["Stops by itself", localTime(Date.parse(facts.end.endsAt))]);
  if (facts.show !== null) {
    const { message, notes } = facts.show;
    const words = `${(message[0] ?? "").toLowerCase()}${message.slice(1).replace(/\.$/, "")}`;
    rows.push(["Checked", facts.verified === true ? style.green(words) : style.red(message)]);
    for (const note of notes) rows.push(["", style.yellow(note)]);
  }
  const { ingest, code } = facts;
  const play = (): void => {
    // Last, where the eye is when the run ends.
    if (facts.playbackUrl !== null) rows.push(["Play", style.bold(facts.playbackUrl)]);
    // Whoever has a picture to play needs no origin.
    else rows.push(["REST endpoint", facts.restEndpoint]);
  };
  if (code === undefined) play();
  if (ingest?.server !== undefined) rows.push(["Push to (OBS server)", ingest.server]);
  if (ingest?.streamKey !== undefined) rows.push(["Stream key", ingest.streamKey]);
  if (ingest?.url !== undefined && ingest.server === undefined) rows.push(["Input", ingest.url]);
  const command = ingest?.ffmpeg;
  if (command !== undefined) rows.push(["With ffmpeg", command]);
  if (ingest?.note !== undefined) rows.push(["", ingest.note]);
  if (code !== undefined) {
    rows.push(["", code]);
    play();
  }
  const next = [facts.next, ...(facts.also ?? [])].map((text) => style.cyan(text));
  for (const [index, text] of next.entries()) rows.push([index === 0 ? "Next" : "", text]);
  const isTyped = new Set([...next, ...(command === undefined ? [] : [command])]);
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    "",
    style.bold(facts.name),
    ...rows.map(([label, text]) => {
      if (text === code) return text;
      const head = `  ${style.dim(label.padEnd(width))}  `;
      const title = label === "" ? "" : `  ${style.dim(label)}\n`;
      if (isTyped.has(text) && shownLength(head) + shownLength(text) >= columns)
        return `${title}${text === command ? continued(text, columns) : `    ${text}`}`;
      if (isTyped.has(text)) return `${head}${text}`;
      const shown = label === "" && text === ingest?.note ? style.dim(text) : text;
      return columns < LEAST_SIDE_BY_SIDE
        ? `${title}${wrappedAt(shown, columns, "    ")}`
        : wrappedAt(shown, columns, head);
    }),
    "",
  ].join("\n");
}

/** A command on several lines that can be copied as it is; one with quotes, which may hold a blank, stays whole. */
function continued(command: string, columns: number): string {
  if (command.includes("'")) return `    ${command}`;
  return wrappedAt(command, columns - 2, "    ").replaceAll("\n", " \\\n");
}
