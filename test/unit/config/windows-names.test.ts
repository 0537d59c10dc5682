import { expect, test } from "vitest";
import { isLocalFile } from "../../../src/config/input-url.ts";
import { schemaAt } from "../../../src/config/schema/schema.ts";

test.each(["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt9", "sandbox"])(
  "a stack is not called %s: its folder could not be made everywhere",
  (name) => {
    const parsed = schemaAt("name").safeParse(name);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.message).toContain("device");
  },
);

test.each(["cone", "com", "com10", "nul-show", "lpt", "auxiliary", "my-nul"])(
  "%s is a name like any other",
  (name) => {
    expect(schemaAt("name").safeParse(name).success).toBe(true);
  },
);

test.each([
  String.raw`C:\shows\one.mp4`,
  "d:/shows/one",
  String.raw`.\one`,
  String.raw`..\shows\one`,
  String.raw`\shows\one`,
  String.raw`\\server\shows\one.mp4`,
  String.raw`shows\one.mp4`,
  "file:///C:/shows/one.mp4",
])("%s is a file of this machine", (path) => {
  expect(isLocalFile(path)).toBe(true);
});

test.each(["s3://bucket/one.mp4", "https://example.com/one.mp4", "rtmp://x/one.mp4", "c:one.mp4"])(
  "%s is none",
  (path) => {
    expect(isLocalFile(path)).toBe(false);
  },
);
