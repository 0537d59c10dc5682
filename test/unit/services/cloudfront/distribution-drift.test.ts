import { describe, expect, test } from "vitest";
import type { PlanContext } from "../../../../src/core/engine/resource.ts";
import {
  distributionDifferences,
  overlaid,
} from "../../../../src/services/cloudfront/distribution-drift.ts";
import { distributionConfig } from "../../../../src/services/cloudfront/distribution-request.ts";
import { sealDistribution } from "../../../../src/services/cloudfront/sealed-distribution.ts";
import { revealDeep, Secret } from "../../../../src/config/secret.ts";
import { ALL_ROWS, contextOf, tutorialSpec } from "../tutorial-context.ts";

type Config = Parameters<typeof sealDistribution>[0];

/** The configuration as CloudFront would return it. */
const returned = (context: PlanContext, changes: Partial<Config> = {}) =>
  sealDistribution({ ...(revealDeep(distributionConfig(context, "ours")) as Config), ...changes });
const context = contextOf(tutorialSpec(), ALL_ROWS);
const paths = (wanted: PlanContext, found: ReturnType<typeof returned>): readonly string[] =>
  distributionDifferences(wanted, found).map(({ path }) => path);

describe("distribution differences", () => {
  test("are none for what was asked for, in CloudFront's own order and with its own members", () => {
    const found = returned(context, { Aliases: { Quantity: 0 }, WebACLId: "" });
    const items = found.CacheBehaviors?.Items?.map((behavior) => ({
      ...behavior,
      FieldLevelEncryptionId: "",
      AllowedMethods: {
        Quantity: 2,
        Items: ["HEAD", "GET"],
        CachedMethods: { Quantity: 2, Items: ["HEAD", "GET"] },
      },
    }));
    const errors = [...(found.CustomErrorResponses?.Items ?? [])].toReversed();
    expect(
      paths(context, {
        ...found,
        CacheBehaviors: { Quantity: 3, Items: items },
        CustomErrorResponses: { Quantity: 5, Items: errors },
      } as ReturnType<typeof returned>),
    ).toEqual([]);
  });

  test("see the order of behaviors, because the first match wins", () => {
    const found = returned(context);
    const items = [...(found.CacheBehaviors?.Items ?? [])].toReversed();
    expect(paths(context, { ...found, CacheBehaviors: { Quantity: 3, Items: items } })).toEqual([
      "CacheBehaviors.Items (order)",
    ]);
  });

  test("see another player key and show neither", () => {
    const rotated = {
      ...context,
      secrets: { ...context.secrets, playerKey: Secret.of("eyJuZXcifQ") },
    };
    const found = distributionDifferences(rotated, returned(context));
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toMatch(/eyJ/);
  });

  test("see policies that are not wanted: one of ours from before, and one added by hand", () => {
    const plain = contextOf(tutorialSpec({ cdn: { cors: false } }), ALL_ROWS);
    expect(paths(plain, returned(context))).toHaveLength(4);
    const found = returned(context);
    const forwarding = { ...found.DefaultCacheBehavior, OriginRequestPolicyId: "all-viewer" };
    expect(
      paths(context, { ...found, DefaultCacheBehavior: forwarding } as ReturnType<typeof returned>),
    ).toEqual(["DefaultCacheBehavior.OriginRequestPolicyId"]);
  });
});

describe("an updated configuration", () => {
  test("keeps what we do not set and drops what we set no more", () => {
    const found = returned(context, {
      Aliases: { Quantity: 1, Items: ["live.example.com"] },
      WebACLId: "acl",
    });
    const wanted = distributionConfig(
      contextOf(tutorialSpec({ cdn: { cors: false, masterPlaylist: "origin" } }), ALL_ROWS),
      "ours",
    );
    const sent = overlaid(found, wanted);
    expect(sent.Aliases).toEqual({ Quantity: 1, Items: ["live.example.com"] });
    expect(sent.WebACLId).toBe("acl");
    expect(sent.DefaultCacheBehavior).not.toHaveProperty("ResponseHeadersPolicyId");
    expect(sent.DefaultCacheBehavior?.FunctionAssociations).toEqual({ Quantity: 0 });
  });

  test("keeps what the service filled into a behavior of ours, and drops behaviors of others", () => {
    const found = returned(context);
    const items = (found.CacheBehaviors?.Items ?? []).map((behavior) => ({
      ...behavior,
      FieldLevelEncryptionId: "kept",
    }));
    const sent = overlaid(
      {
        ...found,
        CacheBehaviors: { Quantity: 4, Items: [...items, { ...items[0], PathPattern: "/x/*" }] },
      } as ReturnType<typeof returned>,
      distributionConfig(context, "ours"),
    );
    expect(sent.CacheBehaviors?.Items?.map((each) => each.FieldLevelEncryptionId)).toEqual([
      "kept",
      "kept",
      "kept",
    ]);
  });

  test("carries the key of the Spec, still sealed", () => {
    const sent = overlaid(returned(context), distributionConfig(context, "ours"));
    expect(JSON.stringify(sent)).not.toMatch(/eyJ/);
    expect(revealDeep(sent)).toMatchObject({
      Origins: {
        Items: [
          { CustomHeaders: { Items: [{ HeaderValue: context.secrets.playerKey.reveal() }] } },
        ],
      },
    });
  });
});
