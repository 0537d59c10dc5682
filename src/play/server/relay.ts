import { get, type ViewerAnswer } from "../../verify/client.ts";
import { fileName } from "../../verify/playlists.ts";
import { leadsToLocalHost } from "./local-host.ts";
import type { RequestNotes } from "./request-log.ts";
import type { UpstreamMap } from "./upstream-map.ts";

/** What goes back to the page. */
export type Relayed = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

const MOST_REDIRECTS = 3;
const PLAYLIST = /^\uFEFF?#EXTM3U/;

/** Fetches from the edge what the page asks for, notes how that went, and hands it on with every address made ours. */
export async function relay(
  address: string,
  tools: {
    readonly map: UpstreamMap;
    readonly notes: RequestNotes;
    readonly now: () => number;
    readonly signal: AbortSignal;
  },
): Promise<Relayed> {
  const { map, notes, now, signal } = tools;
  const startedAt = now();
  const { answer, from } = await follow(address, map, signal);
  notes.add({
    at: startedAt,
    name: fileName(new URL(address).pathname) || "/",
    status: answer?.status ?? 0,
    xCache: answer?.headers.get("x-cache") ?? "",
    ageSeconds: wholeSeconds(answer?.headers.get("age")),
    bytes: answer?.body.length ?? 0,
    milliseconds: now() - startedAt,
  });
  if (answer === undefined)
    return {
      status: 504,
      headers: { "content-type": "text/plain" },
      body: Buffer.from("no answer from the edge\n"),
    };
  const start = answer.body.subarray(0, 16).toString("utf8");
  if (!PLAYLIST.test(start))
    return {
      status: answer.status,
      headers: { "content-type": answer.headers.get("content-type") ?? "application/octet-stream" },
      body: answer.body,
    };
  return {
    status: answer.status,
    headers: { "content-type": "application/vnd.apple.mpegurl" },
    body: Buffer.from(map.rewritten(answer.body.toString("utf8"), from)),
  };
}

/** Redirects are followed here, because the page's policy lets it talk to nobody else. */
async function follow(
  address: string,
  map: UpstreamMap,
  signal: AbortSignal,
): Promise<{ readonly answer: ViewerAnswer | undefined; readonly from: string }> {
  let from = address;
  for (let hops = 0; ; hops += 1) {
    if (!(await mayAsk(map, from))) return { answer: undefined, from };
    const answer = await get(from, {}, { signal });
    const location = answer?.headers.get("location");
    const goesOn = answer !== undefined && answer.status >= 300 && answer.status < 400;
    if (!goesOn || location == null || hops >= MOST_REDIRECTS) return { answer, from };
    const next = URL.canParse(location, from) ? new URL(location, from) : undefined;
    if (next === undefined || !/^https?:$/.test(next.protocol)) return { answer, from };
    from = next.href;
  }
}

/** A redirect, or a name that leads to this machine or network, is no way around the rule for addresses. */
async function mayAsk(map: UpstreamMap, address: string): Promise<boolean> {
  if (!map.mayAsk(address)) return false;
  return map.isOwn(address) || !(await leadsToLocalHost(new URL(address).hostname));
}

function wholeSeconds(age: string | null | undefined): number | null {
  return age != null && /^\d+$/.test(age) ? Number(age) : null;
}
