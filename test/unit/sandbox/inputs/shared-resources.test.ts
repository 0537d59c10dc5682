import { expect, test } from "vitest";
import { createSharedResources } from "../../../../src/sandbox/encoder/inputs/shared-resources.ts";

test("what is shared is made once and closed after its last holder", async () => {
  const closed: number[] = [];
  let made = 0;
  const resources = createSharedResources<number>((resource) => void closed.push(resource));
  const make = () => (made += 1);
  const [first, second] = await Promise.all([
    resources.acquire("a", make),
    resources.acquire("a", make),
  ]);
  expect([first.resource, second.resource, resources.all()]).toEqual([1, 1, [1]]);
  await first.release();
  await first.release();
  expect([closed, resources.all()]).toEqual([[], [1]]);
  await second.release();
  expect([closed, resources.all()]).toEqual([[1], []]);
  expect((await resources.acquire("a", make)).resource).toBe(2);
});

test("what cannot be made is tried again by the next one", async () => {
  const resources = createSharedResources<string>(() => {});
  await expect(resources.acquire("a", () => Promise.reject(new Error("taken")))).rejects.toThrow(
    "taken",
  );
  expect(resources.all()).toEqual([]);
  expect((await resources.acquire("a", () => "made")).resource).toBe("made");
});

test("closing ends everything, whoever holds it", async () => {
  const closed: string[] = [];
  const resources = createSharedResources<string>((resource) => void closed.push(resource));
  const { release } = await resources.acquire("a", () => "one");
  await resources.acquire("b", () => "two");
  await resources.close();
  await release();
  expect(closed).toEqual(["one", "two"]);
});
