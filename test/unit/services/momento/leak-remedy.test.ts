import { expect, test } from "vitest";
import { Secret } from "../../../../src/config/secret.ts";
import type { ResourceState } from "../../../../src/core/state/state.ts";
import { leakEnd, leakRemedy } from "../../../../src/services/momento/leak-remedy.ts";

const key = { apiKey: Secret.of("a"), expiresAt: 0 };
const cache = (ownership: ResourceState["ownership"]) => ({
  cache: { status: "created" as const, ownership, ids: { name: "show" }, changedAt: "" },
});
const command = (verb: string): string => `live-origin ${verb}`;

test("a leaked v1 key is ended by another cache, never by a plain rotation", () => {
  expect(leakEnd(cache("ours"), key)).toBe("new-cache");
  expect(leakEnd({}, undefined)).toBe("new-cache");
  expect(leakRemedy("new-cache", command)).toMatch(/^live-origin rotate-keys --new-cache /);
});

test.each(["adopted", "maybe-ours"] as const)(
  "in a cache that is %s, keys that can be revoked or Momento are named too",
  (ownership) => {
    const end = leakEnd(cache(ownership), key);
    expect(end).toBe("not-ours");
    expect(leakRemedy(end, command)).toMatch(
      /rotate-keys --new-cache.*ask Momento.*--revocable-keys/,
    );
  },
);

test("a key that can be revoked needs no other cache", () => {
  const end = leakEnd(cache("adopted"), { ...key, roleId: "role" });
  expect(end).toBe("revoke");
  expect(leakRemedy(end, command)).toMatch(/^live-origin rotate-keys \(/);
});
