import {
  CreateDistributionCommand,
  CreateDistributionWithTagsCommand,
  DeleteDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDistributionCommand,
} from "@aws-sdk/client-cloudfront";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  type Bed,
  DEPLOY_MS,
  distributionConfig,
  errorName,
  get,
  type Origin,
  startBed,
  startOrigin,
} from "./sandbox-edge-bed.ts";

const ODD_COMMENT = ' with "quotes" & <angles>,\na line break and é ';

let bed: Bed;
let origin: Origin;
beforeEach(async () => {
  bed = await startBed();
  origin = await startOrigin((_incoming, response) => response.end("hello"));
});
afterEach(async () => {
  await bed.close();
  await origin.close();
});

async function create(changes: Partial<DistributionConfig> = {}) {
  const { Distribution, ETag = "" } = await bed.client.send(
    new CreateDistributionCommand({ DistributionConfig: distributionConfig(origin.port, changes) }),
  );
  return {
    id: Distribution?.Id ?? "",
    domain: Distribution?.DomainName ?? "",
    arn: Distribution?.ARN ?? "",
    ETag,
  };
}

async function update(id: string, changes: Partial<DistributionConfig>) {
  const { DistributionConfig, ETag } = await bed.client.send(
    new GetDistributionConfigCommand({ Id: id }),
  );
  if (DistributionConfig === undefined) throw new Error("no configuration");
  return bed.client.send(
    new UpdateDistributionCommand({
      Id: id,
      IfMatch: ETag,
      DistributionConfig: { ...DistributionConfig, ...changes },
    }),
  );
}

const statusOf = async (id: string): Promise<string | undefined> =>
  (await bed.client.send(new GetDistributionCommand({ Id: id }))).Distribution?.Status;

/** When our edge has it, at the latency `brief`. */
const EDGE_MS = 500;

test("a new distribution is InProgress, refuses viewers, then is Deployed and serves", async () => {
  const { Distribution, ETag, Location } = await bed.client.send(
    new CreateDistributionCommand({ DistributionConfig: distributionConfig(origin.port) }),
  );
  expect(Distribution?.Status).toBe("InProgress");
  expect(ETag).toMatch(/^E[A-Z0-9]{13}$/);
  expect(Location).toContain(`/2020-05-31/distribution/${Distribution?.Id}`);
  const domain = Distribution?.DomainName ?? "";
  expect((await get(domain, "/x")).status).toBe(403);
  await bed.clock.advance(DEPLOY_MS);
  expect(await statusOf(Distribution?.Id ?? "")).toBe("Deployed");
  expect((await get(domain, "/x")).body.toString()).toBe("hello");
});

test("answers carry the service's defaults and empty lists", async () => {
  const { id } = await create();
  const { DistributionConfig: config } = await bed.client.send(
    new GetDistributionConfigCommand({ Id: id }),
  );
  expect(config?.Aliases).toEqual({ Quantity: 0 });
  expect(config?.CacheBehaviors).toEqual({ Quantity: 0 });
  expect(config?.PriceClass).toBe("PriceClass_All");
  expect(config?.HttpVersion).toBe("http2");
  expect(config?.Restrictions).toEqual({
    GeoRestriction: { RestrictionType: "none", Quantity: 0 },
  });
  expect(config?.ViewerCertificate?.CloudFrontDefaultCertificate).toBe(true);
  expect(config?.Origins?.Items?.[0]).toMatchObject({
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginShield: { Enabled: false },
    CustomOriginConfig: { OriginReadTimeout: 30, OriginKeepaliveTimeout: 5 },
  });
  expect(config?.DefaultCacheBehavior).toMatchObject({
    AllowedMethods: { Quantity: 2, Items: ["HEAD", "GET"], CachedMethods: { Quantity: 2 } },
    Compress: false,
    FunctionAssociations: { Quantity: 0 },
    TrustedSigners: { Enabled: false, Quantity: 0 },
  });
});

test("what GetDistributionConfig answers is accepted by UpdateDistribution as it is", async () => {
  const { id } = await create({ Comment: ODD_COMMENT });
  await update(id, {});
  const { DistributionConfig } = await bed.client.send(
    new GetDistributionConfigCommand({ Id: id }),
  );
  expect(DistributionConfig?.Comment).toBe(ODD_COMMENT);
});

test("the old configuration serves until the update is deployed", async () => {
  const { id, domain } = await create();
  await bed.clock.advance(DEPLOY_MS);
  await update(id, { Enabled: false });
  expect(await statusOf(id)).toBe("InProgress");
  expect((await get(domain, "/x")).status).toBe(200);
  await bed.clock.advance(DEPLOY_MS);
  const refused = await get(domain, "/x");
  expect(refused.status).toBe(403);
  expect(refused.headers["x-cache"]).toBe("Error from cloudfront");
  expect(refused.body.toString()).toContain("The request could not be satisfied");
});

test("our edge serves a new configuration as soon as it has it, while the rest waits", async () => {
  const { id, domain } = await create();
  await bed.clock.advance(EDGE_MS - 1);
  expect((await get(domain, "/x")).status).toBe(403);
  await bed.clock.advance(1);
  expect((await get(domain, "/x")).status).toBe(200);
  expect(await statusOf(id)).toBe("InProgress");
});

test("an update while one is under way starts the wait anew", async () => {
  const { id } = await create();
  await bed.clock.advance(DEPLOY_MS - 1);
  await update(id, { Comment: "later" });
  await bed.clock.advance(1);
  expect(await statusOf(id)).toBe("InProgress");
  await bed.clock.advance(DEPLOY_MS - 1);
  expect(await statusOf(id)).toBe("Deployed");
});

test("every write makes a new ETag and an outdated one is a failed precondition", async () => {
  const { id, ETag } = await create();
  const { ETag: second } = await update(id, { Comment: "changed" });
  expect(second).not.toBe(ETag);
  const config = distributionConfig(origin.port);
  const put = (IfMatch: string | undefined) =>
    bed.client.send(new UpdateDistributionCommand({ Id: id, IfMatch, DistributionConfig: config }));
  expect(await errorName(put(ETag))).toBe("PreconditionFailed");
  expect(await errorName(put(undefined))).toBe("InvalidIfMatchVersion");
  expect(await errorName(put("never-an-etag"))).toBe("InvalidIfMatchVersion");
  expect(await errorName(put(second))).toBe("none");
});

test("the caller reference cannot be changed and never be used again", async () => {
  const { id } = await create();
  expect(await errorName(update(id, { CallerReference: "another" }))).toBe("IllegalUpdate");
  expect(await errorName(create())).toBe("DistributionAlreadyExists");
  expect(await errorName(create({ CallerReference: "another" }))).toBe("none");
});

test("two creations with one caller reference at the same time make one distribution", async () => {
  const names = await Promise.all([errorName(create()), errorName(create())]);
  expect(names.toSorted()).toEqual(["DistributionAlreadyExists", "none"]);
});

test("only a disabled and deployed distribution can be deleted, and then it is gone", async () => {
  const { id, domain } = await create();
  const remove = async (): Promise<string> => {
    const { ETag } = await bed.client.send(new GetDistributionCommand({ Id: id }));
    return errorName(bed.client.send(new DeleteDistributionCommand({ Id: id, IfMatch: ETag })));
  };
  await bed.clock.advance(DEPLOY_MS);
  expect(await remove()).toBe("DistributionNotDisabled");
  await update(id, { Enabled: false });
  expect(await remove()).toBe("DistributionNotDisabled");
  await bed.clock.advance(DEPLOY_MS);
  expect(await errorName(bed.client.send(new DeleteDistributionCommand({ Id: id })))).toBe(
    "InvalidIfMatchVersion",
  );
  expect(await remove()).toBe("none");
  expect(await errorName(statusOf(id))).toBe("NoSuchDistribution");
  expect(bed.inventory()).toEqual([]);
  await expect(get(domain, "/x")).rejects.toThrow(/ECONNREFUSED/);
});

test("ListDistributions pages with Marker and MaxItems", async () => {
  for (let number = 1; number <= 3; number++)
    await create({ CallerReference: `reference-${number}`, Comment: `show ${number}` });
  const first = await bed.client.send(
    new ListDistributionsCommand({ MaxItems: "2" as unknown as number }),
  );
  expect(first.DistributionList).toMatchObject({
    Quantity: 2,
    IsTruncated: true,
    MaxItems: 2,
    Marker: "",
  });
  const second = await bed.client.send(
    new ListDistributionsCommand({ Marker: first.DistributionList?.NextMarker }),
  );
  expect(second.DistributionList).toMatchObject({ Quantity: 1, IsTruncated: false });
  expect(second.DistributionList?.Items?.map(({ Comment }) => Comment)).toEqual(["show 3"]);
  expect(second.DistributionList?.Items?.[0]?.Origins?.Quantity).toBe(1);
});

test("an empty list has no items", async () => {
  const { DistributionList } = await bed.client.send(new ListDistributionsCommand({}));
  expect(DistributionList?.Items).toBeUndefined();
  expect(DistributionList?.Quantity).toBe(0);
});

test("tags come with the creation, change at any time and are in the inventory", async () => {
  const { Distribution } = await bed.client.send(
    new CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        DistributionConfig: distributionConfig(origin.port),
        Tags: { Items: [{ Key: "live-origin:stack", Value: "abc" }] },
      },
    }),
  );
  const Resource = Distribution?.ARN;
  await bed.client.send(
    new TagResourceCommand({
      Resource,
      Tags: { Items: [{ Key: "owner", Value: "me" }, { Key: "bare" }] },
    }),
  );
  await bed.client.send(new UntagResourceCommand({ Resource, TagKeys: { Items: ["owner"] } }));
  const { Tags } = await bed.client.send(new ListTagsForResourceCommand({ Resource }));
  expect(Tags?.Items).toEqual([
    { Key: "live-origin:stack", Value: "abc" },
    { Key: "bare", Value: "" },
  ]);
  expect(bed.inventory()).toMatchObject([
    {
      kind: "distribution",
      name: "live-origin test 1",
      tags: { "live-origin:stack": "abc", bare: "" },
    },
  ]);
});

test("tags of something unknown and keys of AWS itself are refused", async () => {
  const { arn } = await create();
  const tag = (Resource: string, Key: string) =>
    errorName(
      bed.client.send(new TagResourceCommand({ Resource, Tags: { Items: [{ Key, Value: "x" }] } })),
    );
  expect(await tag("arn:aws:cloudfront::123456789012:distribution/ENONE", "a")).toBe(
    "NoSuchResource",
  );
  expect(await tag("arn:aws:s3:::bucket", "a")).toBe("InvalidArgument");
  expect(await tag(arn, "aws:mine")).toBe("InvalidTagging");
});

test("a fault of the transition leaves a distribution InProgress", async () => {
  await bed.close();
  bed = await startBed({
    gate: {
      before: () => Promise.resolve({ pass: true }),
      after: () => Promise.resolve("respond"),
      transition: ({ operation }) =>
        operation === "CreateDistribution" ? "InProgress" : undefined,
    },
  });
  const { id } = await create();
  await bed.clock.advance(10 * DEPLOY_MS);
  expect(await statusOf(id)).toBe("InProgress");
});

test("creating with tags needs the right to create and the right to tag", async () => {
  const asked: string[] = [];
  await bed.close();
  bed = await startBed({
    allows: (action) => asked.push(action) > 0 && action !== "cloudfront:TagResource",
  });
  const tagged = bed.client.send(
    new CreateDistributionWithTagsCommand({
      DistributionConfigWithTags: {
        DistributionConfig: distributionConfig(origin.port),
        Tags: { Items: [] },
      },
    }),
  );
  expect(await errorName(tagged)).toBe("AccessDenied");
  expect(asked).toEqual(["cloudfront:CreateDistribution", "cloudfront:TagResource"]);
  expect(await errorName(create())).toBe("none");
});

test("an operation that is not emulated is answered as unknown and logged", async () => {
  const answer = await get(bed.endpoint.replace("http://", ""), "/2020-05-31/key-group");
  expect(answer.status).toBe(404);
  expect(answer.body.toString()).toContain("<Code>UnknownOperationException</Code>");
  expect(bed.log).toMatchObject([{ operation: "unknown", resource: "GET /2020-05-31/key-group" }]);
});
