import { describe, expect, test } from "vitest";
import {
  createCacheCall,
  deleteCacheCall,
  destinationUrl,
  generateKeyCall,
} from "../../../../src/services/momento/requests.ts";
import { Secret } from "../../../../src/config/secret.ts";
import { ENCODER_KEY, recorded, contextOf, shown, tutorialSpec } from "../tutorial-context.ts";

const BASE =
  "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com/cache/live-origin/playlist.m3u8";

describe("the destination URL", () => {
  test("is the tutorial's, with the key percent-encoded", () => {
    const url = destinationUrl(contextOf(tutorialSpec()));
    expect(url).toBeInstanceOf(Secret);
    expect(url instanceof Secret && url.reveal()).toBe(
      `${BASE}?token=${encodeURIComponent(ENCODER_KEY)}&ttl_seconds=3600&role=origin`,
    );
    expect(url instanceof Secret && url.reveal()).toContain("eyJlbmNvZGVyIn0%2B%2F%3D");
  });

  test("shows the key as ***", () => {
    expect(String(destinationUrl(contextOf(tutorialSpec())))).toBe(
      `${BASE}?token=***&ttl_seconds=3600&role=origin`,
    );
  });

  test("has no token with parameter-store, because two credentials at once are refused", () => {
    const spec = tutorialSpec({ channel: { encoderAuth: "parameter-store" } });
    expect(destinationUrl(contextOf(spec))).toBe(`${BASE}?ttl_seconds=3600&role=origin`);
  });

  test("follows the cache that the state names", () => {
    const spec = tutorialSpec({ channel: { encoderAuth: "parameter-store" } });
    const context = contextOf(spec, { cache: recorded({ name: "live-origin-2" }) });
    expect(destinationUrl(context)).toContain("/cache/live-origin-2/playlist.m3u8");
  });
});

test("Momento's writes are what the golden file says", async () => {
  const calls = [
    createCacheCall("live-origin"),
    generateKeyCall("live-origin", "readwrite", 30),
    generateKeyCall("live-origin", "readonly", 30),
    deleteCacheCall("live-origin"),
  ];
  await expect(shown(calls)).toMatchFileSnapshot("../golden/momento-calls.json");
});
