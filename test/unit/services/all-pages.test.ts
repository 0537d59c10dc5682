import { expect, test } from "vitest";
import { allPages, type Page } from "../../../src/services/aws/all-pages.ts";

const serve = (pages: Readonly<Record<string, Page<number>>>) => (marker: string | undefined) =>
  Promise.resolve(pages[marker ?? "first"] ?? { items: undefined, next: undefined });

test("a list is read to its last page, empty pages included", async () => {
  const pages = {
    first: { items: [1, 2], next: "a" },
    a: { items: undefined, next: "b" },
    b: { items: [3], next: "" },
  };
  expect(await allPages(serve(pages))).toEqual([1, 2, 3]);
});

test("a list that names the same page twice is an error, not a loop", async () => {
  const pages = { first: { items: [1], next: "a" }, a: { items: [2], next: "a" } };
  await expect(allPages(serve(pages))).rejects.toMatchObject({ code: "AWS_LIST_LOOPS" });
});
