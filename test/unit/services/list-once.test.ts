import { expect, test } from "vitest";
import { listOnce } from "../../../src/services/aws/list-once.ts";

const { signal } = new AbortController();
const asked = { signal };

function countedList() {
  let readings = 0;
  const ends: (() => void)[] = [];
  const list = listOnce<number>(async () => {
    readings += 1;
    const number = readings;
    await new Promise<void>((end) => ends.push(end));
    return [number];
  });
  return { list, end: () => ends.splice(0).forEach((end) => end()) };
}

test("who asks while a list is being read gets that reading; who asks later reads it again, or takes what was read", async () => {
  const { list, end } = countedList();
  const both = [list.read(asked), list.read(asked)];
  end();
  expect(await Promise.all(both)).toEqual([[1], [1]]);
  expect(await list.read({ ...asked, readBefore: true })).toEqual([1]);
  const again = list.read(asked);
  end();
  expect(await again).toEqual([2]);
});

test("what was read before a write, or while it was under way, is read again", async () => {
  const { list, end } = countedList();
  const before = list.read(asked);
  await list.writing(() => Promise.resolve());
  const after = list.read({ ...asked, readBefore: true });
  end();
  expect(await Promise.all([before, after])).toEqual([[1], [2]]);
  expect(await list.read({ ...asked, readBefore: true })).toEqual([2]);
});
