import { isDeepStrictEqual } from "node:util";
import { CloudFrontClient, CreateCachePolicyCommand } from "@aws-sdk/client-cloudfront";
import { PermissionScopes } from "@gomomento/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { behaviorOf, originOf, verifyBed, type VerifyBed } from "./support/verify-bed.ts";

const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const ALL_VIEWER = "216adef6-5c7f-47e4-b989-5492eafa07d3";
const ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const DEFAULT_PATTERN = "playlist_*.m3u8";

let bed: VerifyBed;
let expiredKey = "";
beforeAll(async () => {
  bed = await verifyBed();
  expiredKey = await bed.mint(PermissionScopes.cacheReadOnly("live-origin"), 1);
});
afterAll(() => bed.close());

type Break = Parameters<VerifyBed["changeDistribution"]>[0];

function sendsKey(key: string): Break {
  return (config) => {
    originOf(config).CustomHeaders = {
      Quantity: 1,
      Items: [{ HeaderName: "Authorization", HeaderValue: key }],
    };
  };
}

/** The commands of ours in a hint, as they would be typed one after the other. */
function commandsIn(hint: string): readonly string[] {
  const typed = [...hint.matchAll(/live-origin ([a-z-]+(?: --[a-z-]+(?: [\w./]+)?)*)/g)];
  if (typed.length === 0) throw new Error(`no command is in: ${hint}`);
  return typed.map(([, command = ""]) => command);
}

/** A rotation changes the keys, and nothing else. */
const withoutKeys = (snapshot: unknown): unknown =>
  JSON.parse(JSON.stringify(snapshot).replaceAll(/eyJ[\w%=+/-]{20,}/g, "KEY"));

/**
 * Breaks, looks, and types what the first failure says: what it names first. The remedy heals, and changes nothing else.
 */
async function firstWhen(change: Break): Promise<string> {
  return firstAfter(() => bed.changeDistribution(change));
}

async function firstAfter(break_: () => Promise<unknown>): Promise<string> {
  const before = await bed.snapshot();
  await break_();
  await bed.deployed();
  const seen = await bed.verify();
  expect(seen.code).toBe(5);
  const commands = commandsIn(seen.checks.find(({ verdict }) => verdict === "fail")?.hint ?? "");
  const runs: string[] = [];
  // A move to another cache is a show of its own.
  for (const command of commands.filter((each) => !each.includes("--new-cache"))) {
    // The yes that it asks for at a terminal. A rotation leaves the key of a running encoder for later (3).
    const run = await bed.place.run([...command.split(" "), "--yes"]);
    const isDone = run.code === 0 || (run.code === 3 && command.startsWith("rotate-keys"));
    if (!isDone) runs.push(`${command}: ${run.code}\n${run.stderr}`);
  }
  await bed.deployed();
  const [healed, healthy] = [await bed.snapshot(), before].map((snapshot) =>
    commands.some((command) => command.startsWith("rotate-keys"))
      ? withoutKeys(snapshot)
      : snapshot,
  );
  if (!isDeepStrictEqual(healed, healthy)) await bed.restore(before);
  await bed.forget();
  expect(runs).toEqual([]);
  expect(commands.join()).not.toContain("--allow-interruption");
  expect(healed, commands.join()).toEqual(healthy);
  return seen.first;
}

test("finds nothing to complain about when nothing is broken, in two target durations", async () => {
  await bed.plays();
  const { code, checks, tookSeconds } = await bed.verify();
  expect(checks.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  expect(code).toBe(0);
  expect(checks.length).toBeGreaterThanOrEqual(25);
  expect(tookSeconds).toBeLessThan(15);
});

test("names a wrong player key", async () => {
  expect(await firstWhen(sendsKey("eyJub3QiOiJhIGtleSJ9"))).toBe("player-key PLAYER_KEY_INVALID");
});

test("names an expired player key", async () => {
  bed.place.travel(2_000);
  expect(await firstWhen(sendsKey(expiredKey))).toBe("player-key PLAYER_KEY_EXPIRED");
});

test("names a player key of another cache", async () => {
  const other = await bed.mint(PermissionScopes.cacheReadOnly("another-cache"), 3600);
  expect(await firstWhen(sendsKey(other))).toBe("player-key PLAYER_KEY_CANNOT_READ");
});

test("names a player key that can write", async () => {
  const strong = await bed.mint(PermissionScopes.cacheReadWrite("live-origin"), 3600);
  expect(await firstWhen(sendsKey(strong))).toBe("player-key-read-only PLAYER_KEY_CAN_WRITE");
});

test("names a missing Authorization header", async () => {
  const first = await firstWhen((config) => {
    originOf(config).CustomHeaders = { Quantity: 0 };
  });
  expect(first).toBe("edge-origin MISSING_AUTHORIZATION");
});

test("names a wrong origin path", async () => {
  const first = await firstWhen((config) => {
    originOf(config).OriginPath = "/cache/elsewhere";
  });
  // The player key is for one cache only, so the origin answers 403 there: the path is the cause.
  expect(first).toBe("edge-origin WRONG_ORIGIN_PATH");
});

test("names an origin that is asked over the wrong protocol", async () => {
  const first = await firstWhen((config) => {
    const origin = originOf(config).CustomOriginConfig;
    if (origin === undefined) return;
    origin.OriginProtocolPolicy = "https-only";
    origin.HTTPSPort = origin.HTTPPort;
  });
  expect(first).toBe("edge-origin ORIGIN_NOT_REACHED");
});

test("names playlists that are cached for a minute", async () => {
  const policy = await policyOf(60);
  const first = await firstWhen((config) => {
    behaviorOf(config, DEFAULT_PATTERN)["CachePolicyId"] = policy;
  });
  expect(first).toBe("edge-playlists-fresh PLAYLISTS_CACHED");
});

test("names segments that are cached for a second", async () => {
  const policy = await policyOf(1);
  const first = await firstWhen((config) => {
    behaviorOf(config, "*.ts")["CachePolicyId"] = policy;
  });
  expect(first).toBe("edge-segments-cached SEGMENTS_CACHED_BRIEFLY");
});

test("names segments that are not cached", async () => {
  const first = await firstWhen((config) => {
    behaviorOf(config, "*.ts")["CachePolicyId"] = CACHING_DISABLED;
  });
  expect(first).toBe("edge-segments-cached SEGMENTS_NOT_CACHED");
});

test("names a wrong path pattern", async () => {
  const first = await firstWhen((config) => {
    behaviorOf(config, "*.ts")["PathPattern"] = "*.m4s";
  });
  expect(first).toBe("edge-segments WRONG_PATTERN");
});

test("names a query string that is forwarded", async () => {
  const first = await firstWhen((config) => {
    behaviorOf(config, "*.ts")["OriginRequestPolicyId"] = ALL_VIEWER_EXCEPT_HOST;
  });
  expect(first).toBe("edge-query-dropped QUERY_FORWARDED");
});

test("names a query string that is forwarded with all of the viewer's headers", async () => {
  const first = await firstWhen((config) => {
    behaviorOf(config, DEFAULT_PATTERN)["OriginRequestPolicyId"] = ALL_VIEWER;
  });
  expect(first).toBe("edge-query-dropped QUERY_FORWARDED");
});

test("names missing CORS", async () => {
  const first = await firstWhen((config) => {
    delete behaviorOf(config, DEFAULT_PATTERN)["ResponseHeadersPolicyId"];
  });
  expect(first).toBe("edge-cors NO_CORS");
});

test("names the default error caching", async () => {
  const first = await firstWhen((config) => {
    config.CustomErrorResponses = { Quantity: 0 };
  });
  expect(first).toBe("edge-error-ttl ERRORS_CACHED");
});

test("names the encoder's key in the master", async () => {
  const first = await firstWhen((config) => {
    behaviorOf(config, "playlist.m3u8")["FunctionAssociations"] = { Quantity: 0 };
  });
  expect(first).toBe("edge-no-key KEY_IN_MASTER");
});

test("does not call a query forwarded when the edge itself fails", async () => {
  const write = await bed.changeFunction((code) =>
    code.replace(
      /function handler\(event\) \{/,
      "function handler(event) { if (event.request.querystring.token) throw new Error('odd');",
    ),
  );
  try {
    const { first, code, checks } = await bed.verify();
    expect([code, first]).toEqual([5, "edge-query-dropped EDGE_FAILS"]);
    const { saw } = checks.find(({ id }) => id === "edge-query-dropped") ?? {};
    expect(saw).toMatch(/: 503, twice/);
  } finally {
    await write();
  }
});

test("names the encoder's key in a master that is spelled another way", async () => {
  const write = await bed.changeFunction((code) =>
    code.replace(/return \{ statusCode: 404.*/, "return request;"),
  );
  try {
    const { first, code, checks } = await bed.verify();
    expect([code, first]).toEqual([5, "edge-no-key KEY_IN_MASTER"]);
    const found = checks.find(({ id }) => id === "edge-no-key");
    expect(found?.curl).toContain("%70laylist.m3u8");
    // A plain rotation would leave the leaked v1 key valid.
    expect(JSON.stringify(found)).toContain("rotate-keys --new-cache");
  } finally {
    await write();
  }
});

test("names a distribution that lets viewers write", async () => {
  const first = await firstWhen((config) => {
    const methods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];
    behaviorOf(config, "*.ts")["AllowedMethods"] = {
      Quantity: methods.length,
      Items: methods,
      CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
    };
  });
  expect(first).toBe("edge-read-only EDGE_TAKES_WRITES");
});

test("names a disabled distribution", async () => {
  const first = await firstWhen((config) => {
    config.Enabled = false;
  });
  expect(first).toBe("distribution DISTRIBUTION_DISABLED");
});

test("shows no key in whatever it says", async () => {
  await bed.withDistribution(sendsKey(expiredKey), async () => {
    const { text } = await bed.verify();
    expect(text).not.toMatch(/eyJ[\w-]{10,}/);
    expect(text).toContain("$PLAYER_API_KEY");
  });
});

test.each([
  ["https-only", "edge-origin HTTPS_ONLY"],
  ["redirect-to-https", "edge-origin REDIRECTS_TO_HTTPS"],
])("names %s", async (policy, wanted) => {
  const first = await firstWhen((config) => {
    behaviorOf(config, DEFAULT_PATTERN)["ViewerProtocolPolicy"] = policy;
  });
  expect(first).toBe(wanted);
});

test.each([
  ["throws", "throw new Error();", "edge-origin FUNCTION_FAILS"],
  [
    "sends viewers elsewhere",
    "return { statusCode: 302, headers: { location: { value: 'https://example.com/' } } };",
    "edge-origin EDGE_REDIRECTS",
  ],
])("names a function that %s", async (_what, code, wanted) => {
  const first = await firstAfter(() =>
    bed.changeFunction((text) => text.replace(/\{/, `{ ${code}`)),
  );
  expect(first).toBe(wanted);
});

test("names a geographic restriction, which no command of ours lifts", async () => {
  const restricts: Break = (config) => {
    config.Restrictions = {
      GeoRestriction: { RestrictionType: "whitelist", Quantity: 1, Items: ["DE"] },
    };
  };
  await bed.withDistribution(restricts, async () => {
    const { code, first, checks } = await bed.verify();
    expect([code, first]).toEqual([5, "edge-origin GEO_BLOCKED"]);
    const hint = checks.find(({ verdict }) => verdict === "fail")?.hint ?? "";
    expect(hint).toContain("Geographic restrictions");
    expect(hint).not.toContain("live-origin");
  });
});

/** A cache policy that keeps everything for so long. */
async function policyOf(seconds: number): Promise<string | undefined> {
  const cloudfront = new CloudFrontClient({
    region: "us-east-1",
    endpoint: bed.place.sandbox.endpoints.cloudfront,
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
  });
  const { CachePolicy } = await cloudfront.send(
    new CreateCachePolicyCommand({
      CachePolicyConfig: {
        Name: `seconds-${seconds}`,
        MinTTL: seconds,
        DefaultTTL: seconds,
        MaxTTL: seconds,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: false,
          HeadersConfig: { HeaderBehavior: "none" },
          CookiesConfig: { CookieBehavior: "none" },
          QueryStringsConfig: { QueryStringBehavior: "none" },
        },
      },
    }),
  );
  return CachePolicy?.Id;
}
