import type { Probe, StackLab } from "../probe.ts";
import { type WriteRow, writesOf } from "./from-rows.ts";

const missing = (file: string): string => `/conformance-missing-${file}`;
const KEY = "conformance-range.ts";

/** An object of ten bytes behind the edge, asked for and taken back. */
const behindEdge = async (
  lab: StackLab,
  ask: (path: string) => Promise<string>,
  name = `${lab.now().toString(36)}-${KEY}`,
): Promise<string> => {
  const path = `/cache/${lab.cache}/${name}`;
  const headers = { authorization: lab.encoderKey };
  const body = new TextEncoder().encode("0123456789");
  await lab.momento(`${path}?ttl_seconds=60`, { method: "PUT", headers, body });
  try {
    return await ask(`/${name}`);
  } finally {
    await lab.momento(path, { method: "DELETE", headers });
  }
};
const part = async (lab: StackLab, path: string, range: string): Promise<string> => {
  const { status, headers, body } = await lab.edge(path, { headers: { range } });
  const type = headers.get("content-type")?.split(";")[0] ?? "";
  return `${status}, ${type.startsWith("multipart") ? type : `${body.length} bytes`}`;
};
const cached = async (lab: StackLab, path: string): Promise<string> =>
  (await lab.edge(path)).headers.get("x-cache") ?? "none";

const EDGE: readonly WriteRow[] = [
  [
    "early",
    "does the edge answer before CloudFront says Deployed?",
    "404 while InProgress",
    async ({ early }) => {
      if (early === undefined) throw new Error("it was Deployed when it was first asked");
      return early;
    },
    "guide",
  ],
  [
    "post",
    "POST where GET and HEAD are allowed",
    "403",
    async (lab) =>
      String(
        (await lab.edge(missing("a.ts"), { method: "POST", body: new Uint8Array([1]) })).status,
      ),
    "guide",
  ],
  [
    "range-uncached",
    "a range of what is not cached, from an origin that does not cut",
    "200, 10 bytes",
    (lab) => behindEdge(lab, (path) => part(lab, path, "bytes=0-0")),
    "guide",
  ],
  [
    "range-cached",
    "a range of what is cached",
    "206, 1 bytes",
    (lab) =>
      behindEdge(lab, async (path) => {
        await lab.edge(path);
        return part(lab, path, "bytes=0-0");
      }),
    "guide",
  ],
  [
    "two-ranges",
    "two ranges of what is cached",
    "206, multipart/byteranges",
    (lab) =>
      behindEdge(lab, async (path) => {
        await lab.edge(path);
        return part(lab, path, "bytes=0-0,2-2");
      }),
    "guide",
  ],
  [
    "head-hit",
    "HEAD of what a GET has cached",
    "Hit from cloudfront",
    (lab) =>
      behindEdge(lab, async (path) => {
        await lab.edge(path);
        return (await lab.edge(path, { method: "HEAD" })).headers.get("x-cache") ?? "none";
      }),
  ],
  [
    "miss-hit",
    "X-Cache of a segment at first and again",
    "Miss from cloudfront, Hit from cloudfront",
    (lab) =>
      behindEdge(lab, async (path) => `${await cached(lab, path)}, ${await cached(lab, path)}`),
    "guide",
  ],
  [
    "query-key",
    "is a query part of a segment's cache key?",
    "Hit from cloudfront",
    (lab) =>
      behindEdge(lab, async (path) => {
        await lab.edge(path);
        return cached(lab, `${path}?a=b`);
      }),
    "guide",
  ],
  [
    "slashes",
    "is // another object than /?",
    "404",
    (lab) =>
      behindEdge(lab, async (path) => {
        await lab.edge(path);
        return String((await lab.edge(`/${path}`)).status);
      }),
  ],
  [
    "error",
    "status and X-Cache of a 404 of the origin",
    "404, Error from cloudfront",
    async (lab) => {
      const { status, headers } = await lab.edge(missing("b.ts"));
      return `${status}, ${headers.get("x-cache") ?? "none"}`;
    },
    "guide",
  ],
  [
    "error-cors",
    "does the response headers policy apply to a 404 of the origin?",
    "*",
    async (lab) =>
      (
        await lab.edge(missing("c.ts"), { headers: { origin: "https://player.example" } })
      ).headers.get("access-control-allow-origin") ?? "no",
  ],
  [
    "no-cors",
    "Access-Control-Allow-Origin without Origin",
    "none",
    (lab) =>
      behindEdge(
        lab,
        async (path) => (await lab.edge(path)).headers.get("access-control-allow-origin") ?? "none",
      ),
  ],
];

/** How the edge answers. */
export const EDGE_PROBES: readonly Probe[] = writesOf("edge", EDGE);
