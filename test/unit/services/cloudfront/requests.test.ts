import { describe, expect, test } from "vitest";
import { buildCachePolicy } from "../../../../src/services/cloudfront/cache-policy-request.ts";
import {
  buildDistribution,
  distributionConfig,
} from "../../../../src/services/cloudfront/distribution-request.ts";
import {
  buildFunction,
  buildUpdateFunction,
} from "../../../../src/services/cloudfront/function-request.ts";
import { Secret } from "../../../../src/config/secret.ts";
import { modelProblems } from "../aws-model.ts";
import { expectGolden } from "../golden.ts";
import { ALL_ROWS, contextOf, shown, tutorialSpec } from "../tutorial-context.ts";

const REFERENCE = "11111111-2222-4333-8444-555555555555";
const problems = (operation: string, input: unknown): readonly string[] =>
  modelProblems({ service: "cloudfront", operation, input });

describe("distribution", () => {
  test("serves the master from the edge, with one behavior for each kind of file", () => {
    const request = buildDistribution(contextOf(tutorialSpec(), ALL_ROWS), REFERENCE);
    expect(problems("CreateDistributionWithTags", request)).toEqual([]);
    expectGolden("create-distribution-edge-master", request);
  });

  test("with the master from the origin has no function, and its own policy when playlists are cached", () => {
    const spec = tutorialSpec({
      cdn: { masterPlaylist: "origin", playlistCacheSeconds: 1, cors: false },
    });
    const request = buildDistribution(contextOf(spec, ALL_ROWS), REFERENCE);
    expect(problems("CreateDistributionWithTags", request)).toEqual([]);
    expectGolden("create-distribution-origin-master", request);
  });

  test("names the function by the ARN it will get, and the policy by a placeholder", () => {
    const spec = tutorialSpec({ cdn: { playlistCacheSeconds: 1 } });
    const config = distributionConfig(contextOf(spec), REFERENCE);
    expect(config.CacheBehaviors?.Items?.[1]?.CachePolicyId).toBe("<cachePolicy>");
    expect(config.DefaultCacheBehavior?.FunctionAssociations?.Items?.[0]?.FunctionARN).toBe(
      "arn:aws:cloudfront::123456789012:function/live-origin-live-origin-us-west-2-01234567",
    );
  });

  test("reads a rehearsal's origin over plain HTTP on its port", () => {
    const context = { ...contextOf(tutorialSpec()), momentoRestUrl: "http://127.0.0.1:43210" };
    const [origin] = distributionConfig(context, REFERENCE).Origins?.Items ?? [];
    expect(origin?.DomainName).toBe("127.0.0.1");
    expect(origin?.CustomOriginConfig).toMatchObject({
      HTTPPort: 43_210,
      HTTPSPort: 443,
      OriginProtocolPolicy: "http-only",
    });
  });

  test("never prints the player key", () => {
    expect(shown(buildDistribution(contextOf(tutorialSpec()), REFERENCE))).not.toContain("eyJ");
  });

  test("refuses a player key that no header can carry", () => {
    const long = Secret.of("k".repeat(1784));
    const context = contextOf(tutorialSpec());
    const with1784 = { ...context, secrets: { ...context.secrets, playerKey: long } };
    expect(() => buildDistribution(with1784, REFERENCE)).toThrow(
      expect.objectContaining({ code: "PLAYER_KEY_TOO_LONG" }),
    );
  });
});

describe("function", () => {
  test("carries the edge master", () => {
    const request = buildFunction(contextOf(tutorialSpec()));
    expect(problems("CreateFunction", request)).toEqual([]);
    expectGolden("create-function", request);
  });

  test("is updated under the ETag it was read with", () => {
    const request = buildUpdateFunction(contextOf(tutorialSpec()), "ETVX");
    expect(problems("UpdateFunction", request)).toEqual([]);
    expect(request.IfMatch).toBe("ETVX");
  });
});

describe("cache policy", () => {
  test("keeps playlists for the seconds of the Spec, with nothing of the viewer in the key", () => {
    const spec = tutorialSpec({ cdn: { playlistCacheSeconds: 1 } });
    const request = buildCachePolicy(contextOf(spec));
    expect(problems("CreateCachePolicy", request)).toEqual([]);
    expectGolden("create-cache-policy", request);
  });
});
