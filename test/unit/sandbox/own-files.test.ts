import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { createOwnFiles } from "../../../src/sandbox/own-files.ts";

const files = createOwnFiles("http://127.0.0.1:4321");
const addressOf = (path: string, key = files.key): string =>
  files.url + createHmac("sha256", key).update(path).digest("hex") + path;

test("finds the file behind an address that was made with the key", () => {
  expect(files.pathOf(addressOf("/shows/eleven%20seconds.mp4"))).toBe("/shows/eleven seconds.mp4");
});

test("finds nothing behind any other address", () => {
  const own = addressOf("/shows/a.mp4");
  for (const address of [
    own.replace("a.mp4", "b.mp4"),
    own.replace("/shows/", "/shows/../"),
    `${own}/../../etc/passwd`,
    own.replace("4321", "4322"),
    addressOf("/etc/passwd", "another key"),
    `${files.url}${"0".repeat(64)}/etc/passwd`,
    `${files.url}/etc/passwd`,
    `${files.url}file:///etc/passwd`,
    "file:///etc/passwd",
    "/etc/passwd",
    "",
  ])
    expect([address, files.pathOf(address)]).toEqual([address, undefined]);
  expect(createOwnFiles("http://127.0.0.1:4321").pathOf(own)).toBeUndefined();
});
