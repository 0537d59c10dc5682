import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
} from "@aws-sdk/client-cloudfront";
import { afterAll, beforeAll, expect, test } from "vitest";
import OTHER from "./support/other-distribution.json" with { type: "json" };
import { openStackBed, type StackBed } from "./support/stack-bed.ts";

let bed: StackBed;
beforeAll(async () => {
  bed = await openStackBed({ haste: 20, quotas: { distributions: 500 } });
});
afterAll(() => bed.close());

/** CloudFront lists a hundred to a page. */
const OTHERS = 210;
const PAGES = 3;

test("among many other distributions a stack is made with one look at each page of their list", async () => {
  await haveOthers(OTHERS);
  bed.calls.length = 0;
  const run = await bed.run(["init", "--yes"]);
  expect(run.code, run.stderr).toBe(0);
  const lists = bed.calls.filter(({ operation }) => operation === "ListDistributions");
  expect(lists).toHaveLength(PAGES);
});

test("a run that finds everything as it should be reads each resource once, and lists nothing", async () => {
  bed.calls.length = 0;
  const run = await bed.run(["init", "--yes"]);
  expect(run.code, run.stderr).toBe(0);
  expect(bed.calls.map(({ service, operation }) => `${service} ${operation}`).toSorted()).toEqual([
    "cloudfront DescribeFunction",
    "cloudfront GetDistribution",
    "cloudfront GetFunction",
    "iam GetRole",
    "iam GetRolePolicy",
    "medialive DescribeChannel",
    "medialive DescribeInput",
    "momento Get",
    "sts GetCallerIdentity",
  ]);
});

/** Distributions of somebody else, made by the cloud's own API. */
async function haveOthers(many: number): Promise<void> {
  const client = new CloudFrontClient({
    region: "us-east-1",
    endpoint: bed.sandbox.endpoints.cloudfront,
    credentials: { accessKeyId: "AKIAREHEARSAL0000000", secretAccessKey: "rehearsal-only" },
  });
  for (let at = 0; at < many; at += 1)
    await client.send(
      new CreateDistributionCommand({
        DistributionConfig: {
          CallerReference: `other-${at}`,
          Comment: `other ${at}`,
          ...OTHER,
        } as DistributionConfig,
      }),
    );
  client.destroy();
}
