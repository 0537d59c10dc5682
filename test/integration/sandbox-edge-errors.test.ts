import type { CustomErrorResponse } from "@aws-sdk/client-cloudfront";
import { afterEach, expect, test } from "vitest";
import {
  CACHING_DISABLED,
  CACHING_OPTIMIZED,
  type Deployed,
  deployed,
  get,
  type Handler,
} from "./sandbox-edge-bed.ts";

let bed: Deployed;
afterEach(() => bed.close());

const fails =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_incoming, response) =>
    response.writeHead(status, headers).end(`origin says ${status}`);
const rules = (...Items: readonly CustomErrorResponse[]) => ({
  CustomErrorResponses: { Quantity: Items.length, Items: [...Items] },
});

/** Is the origin asked again after exactly so many seconds? */
async function isAskedAgainAfter(seconds: number): Promise<boolean> {
  const first = await get(bed.domain, "/x");
  expect(first.headers["x-cache"]).toBe("Error from cloudfront");
  const asked = bed.origin.seen.length;
  await bed.clock.advance(seconds * 1000 - 1);
  const cached = await get(bed.domain, "/x");
  expect(cached.headers["x-cache"]).toBe("Error from cloudfront");
  const early = bed.origin.seen.length > asked;
  await bed.clock.advance(1);
  await get(bed.domain, "/x");
  return !early && bed.origin.seen.length > asked;
}

test.each([404, 414, 500, 501, 502, 503, 504])(
  "%d is cached for 10 s, even under CachingDisabled",
  async (status) => {
    bed = await deployed(fails(status), { CachePolicyId: CACHING_DISABLED });
    expect(await isAskedAgainAfter(10)).toBe(true);
  },
);

test("ErrorCachingMinTTL shortens it, for its own status only", async () => {
  bed = await deployed(
    fails(404),
    {},
    rules({ ErrorCode: 404, ErrorCachingMinTTL: 1 }, { ErrorCode: 500 }),
  );
  expect(await isAskedAgainAfter(1)).toBe(true);
  await bed.close();
  bed = await deployed(fails(500), {}, rules({ ErrorCode: 404, ErrorCachingMinTTL: 1 }));
  expect(await isAskedAgainAfter(10)).toBe(true);
});

test("a longer max-age of the origin wins over ErrorCachingMinTTL, a shorter one does not", async () => {
  bed = await deployed(
    fails(404, { "Cache-Control": "max-age=60" }),
    {},
    rules({ ErrorCode: 404, ErrorCachingMinTTL: 1 }),
  );
  expect(await isAskedAgainAfter(60)).toBe(true);
  await bed.close();
  bed = await deployed(fails(404, { "Cache-Control": "max-age=2" }));
  expect(await isAskedAgainAfter(10)).toBe(true);
});

test.each([400, 403, 405, 412, 415])(
  "%d is cached only when the origin sends max-age",
  async (status) => {
    bed = await deployed(fails(status));
    await get(bed.domain, "/x");
    await get(bed.domain, "/x");
    expect(bed.origin.seen).toHaveLength(2);
    await bed.close();
    bed = await deployed(fails(status, { "Cache-Control": "max-age=30" }));
    expect(await isAskedAgainAfter(30)).toBe(true);
  },
);

test.each([401, 410, 416, 429])("%d is never cached", async (status) => {
  bed = await deployed(fails(status, { "Cache-Control": "max-age=30" }), {
    CachePolicyId: CACHING_OPTIMIZED,
  });
  await get(bed.domain, "/x");
  const got = await get(bed.domain, "/x");
  expect(got.body.toString()).toBe(`origin says ${status}`);
  expect(got.headers["x-cache"]).toBe("Error from cloudfront");
  expect(bed.origin.seen).toHaveLength(2);
});

test("ErrorCachingMinTTL 0 caches no error", async () => {
  bed = await deployed(fails(404), {}, rules({ ErrorCode: 404, ErrorCachingMinTTL: 0 }));
  await get(bed.domain, "/x");
  await get(bed.domain, "/x");
  expect(bed.origin.seen).toHaveLength(2);
});

const short: Handler = (_incoming, response) =>
  response.writeHead(200, { "Cache-Control": "max-age=5" }).end("good");

test("an expired object is served while the origin answers 5xx, and the origin is asked again after the error TTL", async () => {
  bed = await deployed(short, { CachePolicyId: CACHING_OPTIMIZED });
  await get(bed.domain, "/x");
  await bed.clock.advance(5_000);
  bed.origin.answer = fails(500);
  const stale = await get(bed.domain, "/x");
  expect([stale.status, stale.body.toString()]).toEqual([200, "good"]);
  expect(bed.origin.seen).toHaveLength(2);
  await bed.clock.advance(9_999);
  await get(bed.domain, "/x");
  expect(bed.origin.seen).toHaveLength(2);
  await bed.clock.advance(1);
  bed.origin.answer = (_incoming, response) => response.end("better");
  expect((await get(bed.domain, "/x")).body.toString()).toBe("better");
});

test("an expired object gives way to a 4xx of the origin", async () => {
  bed = await deployed(short, { CachePolicyId: CACHING_OPTIMIZED });
  await get(bed.domain, "/x");
  await bed.clock.advance(5_000);
  bed.origin.answer = fails(404);
  expect((await get(bed.domain, "/x")).status).toBe(404);
});

test("an expired object is served while the origin is down, unless stale-if-error=0 forbids it", async () => {
  bed = await deployed(short, { CachePolicyId: CACHING_OPTIMIZED });
  await get(bed.domain, "/x");
  await bed.clock.advance(5_000);
  await bed.origin.close();
  expect((await get(bed.domain, "/x")).body.toString()).toBe("good");
  await bed.close();
  bed = await deployed(
    (_incoming, response) =>
      response.writeHead(200, { "Cache-Control": "max-age=5, stale-if-error=0" }).end("good"),
    { CachePolicyId: CACHING_OPTIMIZED },
  );
  await get(bed.domain, "/x");
  await bed.clock.advance(5_000);
  await bed.origin.close();
  expect((await get(bed.domain, "/x")).status).toBe(502);
});

test("an origin that is not there is a 502 with CloudFront's page", async () => {
  bed = await deployed(short);
  await bed.origin.close();
  const got = await get(bed.domain, "/x");
  expect(got.status).toBe(502);
  expect(got.headers).toMatchObject({
    "x-cache": "Error from cloudfront",
    "content-type": "text/html",
  });
  expect(got.body.toString()).toContain("<H1>502 ERROR</H1>");
});

test("an origin that hangs up halfway is a 502, and nothing is kept", async () => {
  bed = await deployed(
    (_incoming, response) => {
      response.writeHead(200, { "Content-Length": "100" });
      response.write("half", () => response.destroy());
    },
    { CachePolicyId: CACHING_OPTIMIZED },
    rules({ ErrorCode: 502, ErrorCachingMinTTL: 0 }),
  );
  expect((await get(bed.domain, "/x")).status).toBe(502);
  bed.origin.answer = short;
  expect((await get(bed.domain, "/x")).body.toString()).toBe("good");
});

test("an origin that does not answer in time is a 504, after three attempts", async () => {
  bed = await deployed(() => undefined);
  const callOptions = get(bed.domain, "/x");
  for (const attempt of [1, 2, 3]) {
    while (bed.origin.seen.length < attempt) await new Promise((resolve) => setImmediate(resolve));
    await bed.clock.advance(30_000);
  }
  const got = await callOptions;
  expect(got.status).toBe(504);
  expect(bed.origin.seen).toHaveLength(3);
});
