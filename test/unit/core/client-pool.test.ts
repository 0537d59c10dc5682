import { expect, test } from "vitest";
import { openClientPool } from "../../../src/core/stack/client-pool.ts";

test("who asks for the same gets what was made before, and after a failure it is made anew", async () => {
  await using pool = openClientPool();
  let tries = 0;
  const ask = (region: string) =>
    pool.once(["identity", region], () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error("no answer")) : Promise.resolve(tries);
    });
  await expect(ask("eu-west-1")).rejects.toThrow("no answer");
  expect(await ask("eu-west-1")).toBe(2);
  expect(await Promise.all([ask("eu-west-1"), ask("us-west-2")])).toEqual([2, 3]);
});
