import {
  CreateInvalidationCommand,
  GetDistributionCommand,
  GetInvalidationCommand,
  ListInvalidationsCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CACHING_OPTIMIZED, type Deployed, deployed, errorName, get } from "./sandbox-edge-bed.ts";

/** How long an invalidation takes at the latency `brief`. */
const INVALIDATE_MS = 500;

let bed: Deployed;
beforeEach(async () => {
  bed = await deployed((incoming, response) => response.end(incoming.url), {
    CachePolicyId: CACHING_OPTIMIZED,
  });
});
afterEach(() => bed.close());

const invalidate = (CallerReference: string, ...Items: readonly string[]) =>
  bed.client.send(
    new CreateInvalidationCommand({
      DistributionId: bed.id,
      InvalidationBatch: { CallerReference, Paths: { Quantity: Items.length, Items: [...Items] } },
    }),
  );
const resultOf = async (path: string): Promise<string> =>
  String((await get(bed.domain, path)).headers["x-cache"]);

test("an invalidation empties the edge of what it names when it completes", async () => {
  for (const path of ["/a.ts", "/b.ts", "/dir/c.ts"]) await resultOf(path);
  const { Invalidation } = await invalidate("one", "/a.ts", "/dir/*");
  expect(Invalidation?.Status).toBe("InProgress");
  const { Distribution } = await bed.client.send(new GetDistributionCommand({ Id: bed.id }));
  expect(Distribution?.InProgressInvalidationBatches).toBe(1);
  expect(await resultOf("/a.ts")).toBe("Hit from cloudfront");
  await bed.clock.advance(INVALIDATE_MS);
  expect(await resultOf("/a.ts")).toBe("Miss from cloudfront");
  expect(await resultOf("/dir/c.ts")).toBe("Miss from cloudfront");
  expect(await resultOf("/b.ts")).toBe("Hit from cloudfront");
  const done = await bed.client.send(
    new GetInvalidationCommand({ DistributionId: bed.id, Id: Invalidation?.Id }),
  );
  expect(done.Invalidation?.Status).toBe("Completed");
});

test("the same batch again is the same invalidation, another one with its reference is refused", async () => {
  const first = await invalidate("one", "/*");
  const again = await invalidate("one", "/*");
  expect(again.Invalidation?.Id).toBe(first.Invalidation?.Id);
  expect(await errorName(invalidate("one", "/other"))).toBe("InvalidArgument");
  const { InvalidationList } = await bed.client.send(
    new ListInvalidationsCommand({ DistributionId: bed.id }),
  );
  expect(InvalidationList?.Items?.map(({ Id }) => Id)).toEqual([first.Invalidation?.Id]);
});

test("paths must begin with a slash and 15 wildcards may be under way", async () => {
  expect(await errorName(invalidate("bad", "a.ts"))).toBe("InvalidArgument");
  expect(await errorName(invalidate("none"))).toBe("InvalidArgument");
  const wildcards = Array.from({ length: 16 }, (_, number) => `/${number}/*`);
  expect(await errorName(invalidate("many", ...wildcards))).toBe("TooManyInvalidationsInProgress");
  const unknown = bed.client.send(
    new GetInvalidationCommand({ DistributionId: bed.id, Id: "INONE" }),
  );
  expect(await errorName(unknown)).toBe("NoSuchInvalidation");
});
