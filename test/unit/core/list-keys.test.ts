import { expect, test } from "vitest";
import { Secret } from "../../../src/config/secret.ts";
import { listKeys, placesBehind } from "../../../src/core/keys/list-keys.ts";
import type { KeySlot } from "../../../src/core/engine/resource.ts";
import type { State } from "../../../src/core/state/state.ts";
import { fingerprint } from "../../../src/services/fingerprint.ts";

const print = (slot: KeySlot): string => fingerprint(Secret.of(slot));
const secrets = {
  get: (slot: KeySlot) =>
    slot === "previousPlayerKey" ? undefined : { apiKey: Secret.of(slot), expiresAt: 0 },
};

function stackWith(encoderAt: KeySlot, playerAt?: KeySlot): Pick<State, "resources"> {
  const entry = { status: "created", ownership: "ours", changedAt: "" } as const;
  const marks = [`Url token=${print("playerKey")}`, `Url token=${print(encoderAt)}`];
  return {
    resources: {
      channel: { ...entry, ids: { id: "1" }, marks },
      distribution: {
        ...entry,
        ids: { id: "E2" },
        ...(playerAt === undefined ? {} : { marks: [`Authorization=${print(playerAt)}`] }),
      },
    },
  };
}

test("a key is used where it was put last, and where another one is, that is told", () => {
  const during = stackWith("previousEncoderKey", "playerKey");
  expect(listKeys(during, secrets).map(({ usedIn }) => usedIn)).toEqual([
    [],
    ["the destination of channel 1"],
    ["the Authorization header of distribution E2"],
  ]);
  expect(placesBehind(during, secrets)).toEqual(["the destination of channel 1"]);
  // Entries of an older version do not say.
  const after = stackWith("encoderKey");
  expect(listKeys(after, secrets).map(({ usedIn }) => usedIn.length)).toEqual([1, 0, 1]);
  expect(placesBehind(after, secrets)).toEqual([]);
});
