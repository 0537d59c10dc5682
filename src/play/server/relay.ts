import { fileName } from "../../verify/playlists.ts";
import { openResponse } from "../../verify/client.ts";
import { ask, type OpenResponse, type Reply } from "../../verify/stream/wire.ts";
import { faultWords, isPlaylist } from "./fault-words.ts";
import { openChecked } from "./open-checked.ts";
import type { RequestNotes } from "./request-log.ts";
import type { UpstreamMap } from "./upstream-map.ts";

/** What goes back to the page. */
export type Relayed = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** The one form in which hls.js asks for a part. */
const RANGE = /^bytes=(\d+)-(\d+)$/;

/**
 * Fetches from the edge what the page asks for, notes how that went, and hands it on with every address made ours. Redirects
 * are followed here, because the page's policy lets it talk to nobody else.
 */
export async function relay(
  address: string,
  tools: {
    readonly map: UpstreamMap;
    readonly notes: RequestNotes;
    readonly now: () => number;
    readonly signal: AbortSignal;
    /** The Range header of the page's request. */
    readonly range: string | undefined;
  },
): Promise<Relayed> {
  const { map, notes, now, signal } = tools;
  const startedAt = now();
  const [, from, until] = RANGE.exec(tools.range ?? "") ?? [];
  const range =
    from === undefined || Number(until) < Number(from)
      ? undefined
      : { offset: Number(from), length: Number(until) - Number(from) + 1 };
  const reply = await ask(address, {
    clock: { now },
    signal,
    range,
    open: openFor(map),
  });
  const { answer, head } = reply;
  notes.add({
    at: startedAt,
    address,
    name: fileName(new URL(address).pathname) || "/",
    status: head?.status ?? 0,
    xCache: head?.headers.get("x-cache") ?? "",
    ageSeconds: wholeSeconds(head?.headers.get("age")),
    bytes: reply.bytes,
    milliseconds: reply.tookMs,
    fault: faultWords(reply),
  });
  if (answer === undefined)
    return {
      status: 504,
      headers: { "content-type": "text/plain" },
      body: Buffer.from("no answer from the edge\n"),
    };
  if (range === undefined && isPlaylist(reply))
    return {
      status: answer.status,
      headers: { "content-type": "application/vnd.apple.mpegurl" },
      body: Buffer.from(map.rewritten(answer.body.toString("utf8"), reply.finalAddress)),
    };
  return {
    ...partial(reply, range?.offset),
    body: answer.body,
  };
}

/** Whoever answers a range with the whole, which is allowed, was cut to it. */
function partial(
  { answer }: Pick<Reply, "answer">,
  offset: number | undefined,
): Pick<Relayed, "status" | "headers"> {
  const status = answer?.status ?? 0;
  const type = answer?.headers.get("content-type") ?? "application/octet-stream";
  const headers = { "content-type": type };
  if (offset === undefined || (status !== 200 && status !== 206)) return { status, headers };
  const last = offset + (answer?.body.length ?? 0) - 1;
  const given = answer?.headers.get("content-range");
  return {
    status: 206,
    headers: { ...headers, "content-range": given ?? `bytes ${offset}-${last}/*` },
  };
}

/** A redirect, or a name that leads to this machine or network, is no way around the rule for addresses. */
function openFor(map: UpstreamMap): OpenResponse {
  return async (address, asked) => {
    if (!map.mayAsk(address)) return undefined;
    return map.isOwn(address) ? openResponse(address, ...asked) : openChecked(address, asked);
  };
}

function wholeSeconds(age: string | null | undefined): number | null {
  return age != null && /^\d+$/.test(age) ? Number(age) : null;
}
