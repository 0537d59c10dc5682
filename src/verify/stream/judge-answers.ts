import type { ViewerAnswer } from "../client.ts";
import type { Fault } from "./fault.ts";
import { contentTypes, judgeContents } from "./judge-contents.ts";
import { headersOf, many, nameOf, textOf } from "./reply-words.ts";
import type { Reply, TroubleKind } from "./wire.ts";

type Cause = { readonly code: string; readonly text: string; readonly hint: string };

const TROUBLES: Readonly<Record<TroubleKind, Cause>> = {
  "name-unknown": {
    code: "NAME_UNKNOWN",
    text: "the name of the host is not known to the DNS",
    hint: "Compare it letter by letter with the address that the CDN gave you; a new name takes minutes to be known everywhere.",
  },
  refused: {
    code: "CONNECTION_REFUSED",
    text: "the host is there, but nothing listens at that port",
    hint: "Check the port, and whether the server or tunnel behind it runs.",
  },
  tls: {
    code: "TLS_FAILS",
    text: "no trusted connection can be made: the certificate is wrong, expired or for another name",
    hint: "Look at it with openssl s_client -connect HOST:443 -servername HOST, and install one for this name with its whole chain.",
  },
  "time-out": {
    code: "NO_ANSWER_IN_TIME",
    text: "the connection is accepted, or left open, but no answer comes in time",
    hint: "Check firewalls and security groups on the way, and the load of the server.",
  },
  encoding: {
    code: "ENCODING_WRONG",
    text: "the header Content-Encoding names a compression that the body does not have, so no browser can read it",
    hint: "Take the header away, or compress: something between encoder and viewer sets or unpacks only one of the two.",
  },
  cut: {
    code: "ANSWER_CUT",
    text: "the connection ends before the whole answer has come",
    hint: "Look at time-outs and limits of proxies in front of the server.",
  },
  redirects: {
    code: "REDIRECTS_NOWHERE",
    text: "redirects loop, or lead to something that is no web address",
    hint: "Follow them with curl -IL, and give viewers the address at their end.",
  },
  range: {
    code: "RANGE_WRONG",
    text: "another part of the file comes than was asked for",
    hint: "Look at what answers ranges of bytes there: a cache that keeps a part as if it were the whole, or a server that counts from elsewhere.",
  },
  unreachable: {
    code: "EDGE_UNREACHABLE",
    text: "nothing answers at this address",
    hint: "Check the address and the network of this machine.",
  },
};

/** What the wire itself says is wrong, whatever was asked for; the likeliest cause of the rest first. */
export function judgeAnswers(replies: readonly Reply[]): readonly Fault[] {
  return [
    ...limited(replies),
    ...troubles(replies),
    ...refusals(replies),
    ...judgeContents(replies),
    ...failures(replies),
    ...contentTypes(replies),
    ...mixed(replies),
  ];
}

function limited(replies: readonly Reply[]): readonly Fault[] {
  const [first, ...rest] = replies.filter(({ head }) => head?.status === 429);
  if (first === undefined) return [];
  return [
    {
      code: "READS_LIMITED",
      severity: "fail",
      saw: `429 to ${rest.length + 1} of ${replies.length} requests, ${nameOf(first)} for one`,
      text: "reads are refused now and then, because a limit on reads is exceeded: of the account, or of the CDN",
      hint: "Ask whoever runs the origin for a higher limit on reads, and let the CDN keep segments for longer so that fewer reads reach it. Nothing needs to be stopped for that.",
      address: first.address,
    },
  ];
}

function troubles(replies: readonly Reply[]): readonly Fault[] {
  return (Object.keys(TROUBLES) as TroubleKind[]).flatMap((kind): readonly Fault[] => {
    const hit = replies.filter(({ trouble }) => trouble?.kind === kind);
    const [first] = hit;
    if (first === undefined) return [];
    const head = first.head === undefined ? "" : `${first.head.status}, ${headersOf(first)}; `;
    const saw = `${nameOf(first)}: ${head}${first.trouble?.text ?? ""}${many(hit, replies)}`;
    return [{ ...TROUBLES[kind], severity: "fail", saw, address: first.address }];
  });
}

const REFUSALS: readonly (Cause & { readonly fits: (reply: Reply, body: string) => boolean })[] = [
  {
    code: "GEO_BLOCKED",
    text: "the CDN refuses viewers from the country that this machine is in",
    hint: "CloudFront console: the distribution, Security, Geographic restrictions.",
    fits: ({ head }, body) =>
      (head?.status === 403 && /block access from your country/i.test(body)) ||
      head?.status === 451,
  },
  {
    code: "FUNCTION_FAILS",
    text: "a function at the edge fails instead of answering",
    hint: "CloudFront console: Functions, the function of this behavior, Test; then correct and publish it.",
    fits: ({ head }, body) =>
      /(?:Function|Lambda)(?:Execution|Validation|Throttled)?Error/i.test(
        `${head?.headers.get("x-cache") ?? ""} ${body}`,
      ) ||
      /The (?:CloudFront|Lambda) function[^.]* (?:returned an invalid|attempted|failed|associated)/i.test(
        body,
      ),
  },
  {
    code: "HTTPS_ONLY",
    text: "the edge takes HTTPS only, and this address is http:",
    hint: "Give viewers the address with https:; or CloudFront console: Behaviors, Viewer protocol policy, HTTP and HTTPS.",
    fits: ({ head, finalAddress, answer }, body) =>
      head?.status === 403 &&
      finalAddress.startsWith("http:") &&
      isCloudFront(answer?.headers) &&
      /bad request|https/i.test(body),
  },
];

/** What a request that nobody answered came to, in its own words. */
export function troubleTold({ trouble }: Reply): (Cause & { readonly saw: string }) | undefined {
  return trouble === undefined ? undefined : { ...TROUBLES[trouble.kind], saw: trouble.text };
}

/** Why an edge refuses, where its own words tell; undefined where they do not. */
export function refusalOf(address: string, answer: ViewerAnswer): Cause | undefined {
  const reply = {
    address,
    finalAddress: address,
    hops: [],
    answer,
    head: answer,
    bytes: answer.body.length,
    trouble: undefined,
    askedAt: 0,
    firstByteMs: 0,
    tookMs: 0,
  };
  return answer.status < 400
    ? undefined
    : REFUSALS.find(({ fits }) => fits(reply, answer.body.toString("utf8")));
}

function refusals(replies: readonly Reply[]): readonly Fault[] {
  return REFUSALS.flatMap(({ fits, ...told }): readonly Fault[] => {
    const hit = replies.filter(
      (reply) => (reply.head?.status ?? 0) >= 400 && fits(reply, textOf(reply)),
    );
    const [first] = hit;
    if (first === undefined) return [];
    const saw = `${nameOf(first)}: ${first.head?.status ?? 0}, X-Cache ${first.head?.headers.get("x-cache") ?? "absent"}${many(hit, replies)}`;
    return [{ ...told, severity: "fail", saw, address: first.address }];
  });
}

function failures(replies: readonly Reply[]): readonly Fault[] {
  const hit = replies.filter(
    (reply) =>
      (reply.head?.status ?? 0) >= 500 && !REFUSALS.some(({ fits }) => fits(reply, textOf(reply))),
  );
  const [first] = hit;
  if (first === undefined) return [];
  const isGateway = first.head?.status === 502 || first.head?.status === 504;
  return [
    {
      code: isGateway ? "ORIGIN_NOT_REACHED" : "SERVER_FAILS",
      severity: "fail",
      saw: `${nameOf(first)}: ${first.head?.status ?? 0}, X-Cache ${first.head?.headers.get("x-cache") ?? "absent"}${many(hit, replies)}`,
      text: isGateway
        ? "the edge does not reach its origin, or not in time"
        : "the server answers with an error of its own",
      hint: "Look at the origin's own log for that moment; at a CDN, compare the origin's host, port and protocol.",
      address: first.address,
    },
  ];
}

/** The first is the address itself. */
function mixed(replies: readonly Reply[]): readonly Fault[] {
  const isSecure = replies[0]?.address.startsWith("https:") === true;
  const hit = replies.filter(({ finalAddress }) => isSecure && finalAddress.startsWith("http:"));
  const [first] = hit;
  if (first === undefined) return [];
  return [
    {
      code: "MIXED_CONTENT",
      severity: "warn",
      saw: `${nameOf(first)} comes from ${new URL(first.finalAddress).origin}${many(hit, replies)}`,
      text: "the address is https:, and parts of the stream are http:, which browsers refuse",
      hint: "Name everything in the playlists with https:, or relative to them.",
      address: first.address,
    },
  ];
}

/** Is the answer from CloudFront? */
function isCloudFront(headers: Headers | undefined): boolean {
  return /cloudfront/i.test(
    `${headers?.get("x-cache") ?? ""} ${headers?.get("via") ?? ""} ${headers?.get("server") ?? ""}`,
  );
}
