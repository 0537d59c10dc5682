import { withTimeLimit } from "../../services/time-limit.ts";
import { openResponse, type ViewerAnswer } from "../client.ts";

/** What can go wrong before there is an answer to judge. */
export type TroubleKind =
  | "name-unknown"
  | "refused"
  | "tls"
  | "time-out"
  | "encoding"
  | "cut"
  | "redirects"
  | "range"
  | "unreachable";

/** What a player wants that asks for an address. */
export type Wanted = "playlist" | "segment" | "key" | "initialization section";

/** One request and what became of it. Nothing of the wire's own words is lost. */
export type Reply = {
  readonly address: string;
  /** Undefined where only the address tells. */
  readonly wanted?: Wanted | undefined;
  /** After redirects. */
  readonly finalAddress: string;
  /** The answers that sent us on. */
  readonly hops: readonly { readonly status: number; readonly location: string }[];
  readonly answer: ViewerAnswer | undefined;
  /** As they came, however much of them is kept. */
  readonly bytes: number;
  readonly trouble: { readonly kind: TroubleKind; readonly text: string } | undefined;
  /** Status and headers that came, also where the body could not be read. */
  readonly head: { readonly status: number; readonly headers: Headers } | undefined;
  /** Epoch milliseconds. */
  readonly askedAt: number;
  readonly firstByteMs: number;
  readonly tookMs: number;
};

/** A part of a file, in bytes. */
export type ByteRange = { readonly offset: number; readonly length: number };

export type WireOptions = {
  readonly clock: { now(): number };
  readonly signal: AbortSignal;
  readonly range?: ByteRange | undefined;
  /** 20,000 unless told. */
  readonly timeoutMs?: number;
  /** Asks for an address, the first one and every one that redirects lead to. */
  readonly open?: OpenResponse;
};

/** One request whose redirects are not followed; undefined for an address that may not be asked. Throws what asking throws. */
export type OpenResponse = (
  address: string,
  asked: readonly [headers: Readonly<Record<string, string>>, signal: AbortSignal],
) => Promise<Response | undefined>;

const TIMEOUT_MS = 20_000;
/** Browsers stop at twenty (Fetch standard). */
const MOST_HOPS = 20;

/** Asks for an address as a player does: redirects followed, no key. Throws only the signal's reason. */
export async function ask(address: string, options: WireOptions): Promise<Reply> {
  const { clock, signal, range, open = anyAddress, timeoutMs = TIMEOUT_MS } = options;
  const startedAt = clock.now();
  const hops: { status: number; location: string }[] = [];
  let from = address;
  let head: Reply["head"];
  let firstByteMs = 0;
  const done = (rest: Pick<Reply, "answer" | "trouble">): Reply => ({
    address,
    finalAddress: from,
    hops,
    head,
    askedAt: startedAt,
    firstByteMs,
    tookMs: clock.now() - startedAt,
    bytes: rest.answer?.body.length ?? 0,
    ...rest,
  });
  const limit = withTimeLimit(signal, timeoutMs);
  try {
    for (;;) {
      const asked = range === undefined ? {} : { range: rangeHeader(range) };
      const response = await open(from, [asked, limit]);
      if (response === undefined)
        return done({
          answer: undefined,
          trouble: {
            kind: "redirects",
            text: `not asked: ${new URL(from).host} is on this machine or in its network`,
          },
        });
      firstByteMs = clock.now() - startedAt;
      const { status, headers } = response;
      head = { status, headers };
      const location = headers.get("location");
      if (status < 300 || status >= 400 || status === 304 || location === null) {
        const whole = Buffer.from(await response.arrayBuffer());
        const other = otherRange(range, response);
        if (other !== undefined)
          return done({ answer: undefined, trouble: { kind: "range", text: other } });
        const body = range === undefined || status !== 200 ? whole : cut(whole, range);
        return done({ answer: { status, headers, body }, trouble: undefined });
      }
      await response.arrayBuffer();
      hops.push({ status, location });
      const next = URL.canParse(location, from) ? new URL(location, from) : undefined;
      if (next === undefined || !/^https?:$/.test(next.protocol) || hops.length > MOST_HOPS)
        return done({
          answer: undefined,
          trouble: {
            kind: "redirects",
            text: `redirected ${hops.length} times, at last to ${location}`,
          },
        });
      from = next.href;
    }
  } catch (error) {
    signal.throwIfAborted();
    return done({ answer: undefined, trouble: troubleOf(error, head !== undefined) });
  }
}

const anyAddress: OpenResponse = (address, asked) => openResponse(address, ...asked);

const KEPT_BYTES = 2_048;

/** The same without the body but its beginning: a window can be a hundred megabytes. */
export function headOnly(reply: Reply): Reply {
  const { answer } = reply;
  if (answer === undefined) return reply;
  return {
    ...reply,
    answer: { ...answer, body: Buffer.from(answer.body.subarray(0, KEPT_BYTES)) },
  };
}

function rangeHeader({ offset, length }: ByteRange): string {
  return `bytes=${offset}-${offset + length - 1}`;
}

/** What a part was asked for and what another part came; undefined where it is the same. */
function otherRange(
  range: ByteRange | undefined,
  { status, headers }: Response,
): string | undefined {
  const came = headers.get("content-range") ?? "";
  const [, from, to, all] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(came) ?? [];
  if (status !== 206 || from === undefined) return undefined;
  if (range !== undefined)
    return Number(from) === range.offset
      ? undefined
      : `asked for ${rangeHeader(range)}, got ${came}`;
  const isWhole = from === "0" && (all === "*" || Number(to) + 1 === Number(all));
  return isWhole ? undefined : `asked for the whole, got ${came}`;
}

/** A server may answer a range with the whole (RFC 9110). */
function cut(whole: Buffer, { offset, length }: ByteRange): Buffer {
  return whole.subarray(offset, offset + length);
}

/** The cause in the words of the machine that found it. */
function troubleOf(error: unknown, hadHead: boolean): { kind: TroubleKind; text: string } {
  const chain: Error[] = [];
  for (let each: unknown = error; each instanceof Error && chain.length < 8; each = each.cause)
    chain.push(each);
  const codes = chain.flatMap((each) =>
    "code" in each && typeof each.code === "string" ? [each.code] : [],
  );
  const deepest = chain.at(-1);
  const text = `${codes.at(-1) ?? deepest?.name ?? "error"}: ${deepest?.message ?? String(error)}`;
  const has = (pattern: RegExp): boolean => pattern.test(codes.join(" "));
  if (has(/ENOTFOUND|EAI_AGAIN|EAI_NODATA/)) return { kind: "name-unknown", text };
  if (has(/ECONNREFUSED/)) return { kind: "refused", text };
  if (
    has(/^Z_|\bZ_|ERR__ERROR|BROTLI/) ||
    /incorrect header check|invalid/i.test(deepest?.message ?? "")
  )
    return hadHead ? { kind: "encoding", text } : { kind: "unreachable", text };
  if (has(/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_|ALTNAME|EPROTO/)) return { kind: "tls", text };
  if (chain.some(({ name }) => name === "TimeoutError") || has(/TIMEDOUT|_TIMEOUT/))
    return { kind: "time-out", text };
  return { kind: hadHead ? "cut" : "unreachable", text };
}
