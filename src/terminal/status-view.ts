import type { StackStatus } from "../core/inspect/inspect-stack.ts";
import { printableLine } from "../config/text/printable.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";
import { renderChain } from "./chain.ts";
import { endOf, endSentence } from "./end-words.ts";
import { priceSummary, runSentence } from "./price-words.ts";
import type { Style } from "./style.ts";

const SOON_DAYS = 7;
const LATE_DAYS = 1;

const SPEC_WORDS = {
  spec: "live-origin.json",
  state: "applied-spec.json",
  cloud: "settings",
  copy: "settings",
} as const;

const BETWEEN = {
  spec: "asked for in live-origin.json, not applied",
  state: "not finished, or gone",
  cloud: "differs in the cloud",
  copy: "not written from this folder: another copy of the folder has gone on",
} as const;

/** One stack on one screen. `now` is epoch milliseconds. */
export function renderStack(
  stack: StackStatus,
  style: Style,
  { now, columns }: { readonly now: number; readonly columns: number },
): string {
  const { channel, playbackUrl, ingest, bills, drift } = stack;
  const days = { encoderKey: stack.keyDays.encoder, playerKey: stack.keyDays.player };
  const rows = stack.resources.map(({ kind, id, status }) => {
    const left = kind === "encoderKey" || kind === "playerKey" ? days[kind] : null;
    const what = left === null ? paintStatus(status, style) : expiry(left, style);
    const since = kind === "channel" ? runs(channel, now) : "";
    return `  ${RESOURCE_NAMES[kind].padEnd(26)} ${what}${since} ${style.dim(printableLine(id ?? ""))}`;
  });
  const facts: (readonly [string, string])[] = [];
  if (playbackUrl !== null) facts.push(["Play", playbackUrl]);
  facts.push(["REST", stack.restEndpoint]);
  if (ingest?.server !== undefined)
    facts.push(["Push to", `${ingest.server}  key ${ingest.streamKey ?? ""}`]);
  else if (ingest?.url !== undefined) facts.push(["Input", ingest.url]);
  for (const { type, message } of channel?.alerts ?? [])
    facts.push([style.red("Alert"), printableLine(`${type}: ${message}`)]);
  for (const line of stack.target.kind === "sandbox" ? ["nothing: a rehearsal"] : bills)
    facts.push(["Bills", line]);
  // Of a channel that does not run, one that is gone is no news.
  const isGone = stack.end?.is === "none" || stack.end?.problems.includes("schedule-missing");
  if (stack.end !== null && (channel?.state === "RUNNING" || isGone !== true))
    facts.push(["Ends", endSentence(endOf(stack.end))]);
  if (stack.unended.length > 0)
    facts.push([
      "Show",
      style.yellow("over, but its playlists do not say so: players wait. stop ends them"),
    ]);
  for (const [index, line] of costLines(stack).entries())
    facts.push([index === 0 ? "Costs" : "", line]);
  const drifted = drift.map(
    ({ resource, between, action, reasons }) =>
      `  ${style.yellow("~")} ${resource === "spec" ? SPEC_WORDS[between] : resource === "schedule" ? "schedule" : RESOURCE_NAMES[resource]}: ${action} (${BETWEEN[between]})${reasons.length === 0 ? "" : style.dim(`: ${printableLine(reasons.join("; "))}`)}`,
  );
  return [
    `${style.bold(stack.name)} ${style.dim(stack.foundByTags ? `stack ${printableLine(stack.stackId)}` : `made ${stack.createdAt.slice(0, 16).replace("T", " ")}`)}`,
    renderChain(
      (hop) => stack.resources.find(({ kind }) => kind === hop)?.status ?? "none",
      style,
      columns,
    ),
    "",
    ...rows,
    ...(facts.length === 0 ? [] : [""]),
    ...facts.map(([label, text]) => `  ${label.padEnd(8)} ${text}`),
    "",
    stack.foundByTags
      ? "  Drift was not looked for: what it was made with is known in the folder that made it."
      : drift.length === 0
        ? `  ${style.green("✓")} Spec, state and cloud agree`
        : `  ${style.yellow("Drift")}`,
    ...drifted,
    `  ${style.dim("Next")}     ${style.cyan(stack.next)}`,
  ].join("\n");
}

function costLines({ price, channel }: StackStatus): readonly string[] {
  if (price === null) return [];
  const isRunning = channel?.state === "RUNNING";
  return [...(isRunning ? runSentence("So far it", price) : []), ...priceSummary(price)];
}

function paintStatus(status: string, style: Style): string {
  const text = printableLine(status).padEnd(12);
  if (status === "RUNNING") return style.green(text);
  return status === "gone" || /FAILED/.test(status) ? style.red(text) : text;
}

function expiry(days: number, style: Style): string {
  const text = (days <= 0 ? "has expired" : `${days} days left`).padEnd(12);
  if (days < LATE_DAYS) return style.red(text);
  return days < SOON_DAYS ? style.yellow(text) : text;
}

function runs(channel: StackStatus["channel"], now: number): string {
  if (channel?.runningSince == null) return "";
  const minutes = Math.max(0, Math.round((now - Date.parse(channel.runningSince)) / 60_000));
  const text =
    minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `for ${text} `;
}
