import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isPlainOutput, writeAtOnce } from "../../../src/platform/plain-output.ts";

const folder = mkdtempSync(join(tmpdir(), "live-origin-output-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** More than a pipe holds. */
const TEXT = "Größe\n".repeat(50_000);

test("a file takes all of a text", () => {
  const path = join(folder, "file");
  const file = openSync(path, "w");
  expect(writeAtOnce(TEXT, file)).toHaveLength(0);
  closeSync(file);
  expect(readFileSync(path, "utf8")).toBe(TEXT);
});

test.runIf(process.platform === "linux")(
  "a pipe that does not block takes what it holds, one without a reader nothing: the rest is given back",
  () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    const rest = writeAtOnce(TEXT, writer);
    const held = Buffer.alloc(Buffer.byteLength(TEXT));
    const count = readSync(reader, held);
    expect(count).toBeGreaterThan(0);
    expect(Buffer.concat([held.subarray(0, count), rest]).toString()).toBe(TEXT);
    closeSync(reader);
    expect(writeAtOnce("more", writer)).toHaveLength(4);
    closeSync(writer);
  },
);

test("what Windows calls a console may be one", () => {
  expect(isPlainOutput("win32")).toBe(false);
});
