import { expect, test } from "vitest";
import { createHolds } from "../../../../src/sandbox/encoder/inputs/held.ts";

test("what is shared is made once and closed after its last holder", async () => {
  const closed: number[] = [];
  let made = 0;
  const holds = createHolds<number>((thing) => void closed.push(thing));
  const make = () => (made += 1);
  const [first, second] = await Promise.all([holds.hold("a", make), holds.hold("a", make)]);
  expect([first.thing, second.thing, holds.all()]).toEqual([1, 1, [1]]);
  await first.letGo();
  await first.letGo();
  expect([closed, holds.all()]).toEqual([[], [1]]);
  await second.letGo();
  expect([closed, holds.all()]).toEqual([[1], []]);
  expect((await holds.hold("a", make)).thing).toBe(2);
});

test("what cannot be made is tried again by the next one", async () => {
  const holds = createHolds<string>(() => {});
  await expect(holds.hold("a", () => Promise.reject(new Error("taken")))).rejects.toThrow("taken");
  expect(holds.all()).toEqual([]);
  expect((await holds.hold("a", () => "made")).thing).toBe("made");
});

test("closing ends everything, whoever holds it", async () => {
  const closed: string[] = [];
  const holds = createHolds<string>((thing) => void closed.push(thing));
  const { letGo } = await holds.hold("a", () => "one");
  await holds.hold("b", () => "two");
  await holds.close();
  await letGo();
  expect(closed).toEqual(["one", "two"]);
});
