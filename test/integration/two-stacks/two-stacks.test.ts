import { test } from "vitest";
import { seeded } from "../../unit/seeded.ts";
import { trySequences } from "./try-sequences.ts";

// `npm run test:crash` goes through 200 of them.
test("two stacks, two folders: whatever is done to one, the other's viewers see what they saw", async () => {
  await trySequences(seeded("sequences on two stacks", 15));
}, 600_000);
