import { expect, test } from "vitest";
import { toolWords } from "../../../src/verify/tool-words.ts";

test.each([
  [
    "[error] pipe:0: Invalid data found when processing input",
    "Invalid data found when processing input",
  ],
  [
    "[h264 @ 0x55a58a408340] [error] error while decoding MB 13 11",
    "error while decoding MB 13 11",
  ],
  ["[in#0 @ 0x5f] Error opening input: End of file", "Error opening input: End of file"],
  ["Error opening input file pipe:0.", "Error opening input file the segment."],
])("of %s what concerns the segment is told", (line, told) => {
  expect(toolWords(line)).toBe(told);
});
