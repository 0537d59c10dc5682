import { expect, test } from "vitest";
import {
  behaviorFor,
  distributionFacts,
  type BehaviorFacts,
} from "../../../../src/services/cloudfront/distribution-facts.ts";
import { Secret } from "../../../../src/config/secret.ts";

const facts = distributionFacts({
  id: "E1",
  arn: "arn",
  domain: "d.example",
  status: "Deployed",
  etag: "1",
  config: {
    CallerReference: "r",
    Comment: "",
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "momento",
          DomainName: "api.cache.example",
          OriginPath: "/cache/x",
          CustomHeaders: {
            Quantity: 1,
            Items: [{ HeaderName: "authorization", HeaderValue: Secret.of("key") }],
          },
        },
      ],
    },
    CacheBehaviors: {
      Quantity: 2,
      Items: [
        behavior("playlist_*.m3u8", "disabled"),
        { ...behavior("/se?ments/*.ts", "optimized"), OriginRequestPolicyId: "all" },
      ],
    },
    DefaultCacheBehavior: behavior(undefined, "disabled"),
    CustomErrorResponses: {
      Quantity: 2,
      Items: [{ ErrorCode: 404, ErrorCachingMinTTL: 1 }, { ErrorCode: 503 }],
    },
  },
});

function behavior(PathPattern: string | undefined, CachePolicyId: string) {
  return {
    PathPattern: PathPattern ?? "",
    TargetOriginId: "momento",
    ViewerProtocolPolicy: "allow-all" as const,
    CachePolicyId,
  };
}

test("tells what matters of a distribution, without the key in it", () => {
  expect(facts).toMatchObject({
    originHost: "api.cache.example",
    originPath: "/cache/x",
    sendsAuthorization: true,
  });
  expect([...facts.errorSeconds]).toEqual([
    [404, 1],
    [503, 10],
  ]);
  expect(JSON.stringify(facts)).not.toContain("key");
});

test.each([
  ["playlist_480p30.m3u8", "playlist_*.m3u8"],
  ["/playlist_.m3u8", "playlist_*.m3u8"],
  ["playlist.m3u8", undefined],
  ["segments/1.ts", "/se?ments/*.ts"],
  ["sements/1.ts", undefined],
  ["a/playlist_x.m3u8", undefined],
  ["PLAYLIST_x.m3u8", undefined],
])("chooses the behavior for %s as CloudFront does", (path, pattern) => {
  expect(behaviorFor(facts, path)?.pattern).toBe(pattern);
});

test("without a default behavior nothing fits what no pattern fits", () => {
  const listed: readonly BehaviorFacts[] = facts.behaviors.slice(0, 1);
  expect(behaviorFor({ behaviors: listed }, "other")).toBeUndefined();
});
