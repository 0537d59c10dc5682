import { CreateDistributionCommand, GetDistributionCommand } from "@aws-sdk/client-cloudfront";
import { afterEach, expect, test } from "vitest";
import { type Bed, distributionConfig, get, startBed, startOrigin } from "./sandbox-edge-bed.ts";

let bed: Bed;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

test("a distribution is InProgress, then Deployed and serves", async () => {
  bed = await startBed();
  const origin = await startOrigin((_incoming, response) => response.end("hello"));
  closers.push(bed.close, origin.close);
  const { Distribution, ETag } = await bed.client.send(
    new CreateDistributionCommand({ DistributionConfig: distributionConfig(origin.port) }),
  );
  expect(Distribution?.Status).toBe("InProgress");
  expect(ETag).toMatch(/^E[A-Z0-9]{13}$/);
  const domain = Distribution?.DomainName ?? "";
  expect((await get(domain, "/x")).status).toBe(403);
  await bed.clock.advance(3_000);
  const again = await bed.client.send(new GetDistributionCommand({ Id: Distribution?.Id }));
  expect(again.Distribution?.Status).toBe("Deployed");
  const got = await get(domain, "/x?a=1");
  expect(got.body.toString()).toBe("hello");
  expect(got.headers["x-cache"]).toBe("Miss from cloudfront");
  expect(origin.seen[0]).toMatchObject({ url: "/cache/show/x" });
});
