import { expect, test } from "vitest";
import { resolveSpec } from "../../../src/config/resolve/resolve.ts";

const PARTS = ["origin", "channel", "cdn"] as const;

function resolve(flags: Readonly<Record<string, unknown>>) {
  const usual = { region: "us-west-2", input: "rtp-push", cidr: ["198.51.100.0/24"] };
  const all = { ...usual, ...flags };
  return resolveSpec({ flags: all, env: {}, file: undefined, defaults: {}, parts: PARTS });
}

test("an address alone is sent as /32, and it is said", () => {
  const found = resolve({ cidr: ["203.0.113.7", "198.51.100.0/24"] });
  expect(found).toMatchObject({
    ok: true,
    spec: { channel: { input: { cidrs: ["203.0.113.7/32", "198.51.100.0/24"] } } },
  });
  expect(found.ok && found.warnings).toContainEqual({
    level: "note",
    path: "channel.input.cidrs.0",
    code: "CIDR_IS_ONE_ADDRESS",
    message: "203.0.113.7 is taken as 203.0.113.7/32: this one address and no other may send",
  });
});

test.each([
  ["us-west-5", /Did you mean us-west-\d\?/],
  ["eu-wset-1", /Did you mean eu-west-1\?/],
  ["xx-nowhere-9", /Check the spelling\./],
])("a region that is not known is a warning: %s", (region, message) => {
  const found = resolve({ region });
  const warnings = found.ok ? found.warnings : [];
  expect(warnings.find(({ code }) => code === "REGION_UNKNOWN")?.message).toMatch(message);
  expect(warnings.find(({ code }) => code === "REGION_UNKNOWN")?.level).toBe("warning");
});

test("a region that cannot be one is refused", () => {
  expect(resolve({ region: "Oregon" }).ok).toBe(false);
  expect(resolve({ region: "us-west2" }).ok).toBe(false);
});
