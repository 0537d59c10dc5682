import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { forgetTyped } from "../../../src/terminal/keyboard-guard.ts";

test("what was typed before a question is dropped, what is typed after it is there", async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write("\n\n");
  await forgetTyped(stdin);
  stdin.write("n\n");
  expect(String(stdin.read())).toBe("n\n");
});

test("what is piped in is left alone", async () => {
  const stdin = new PassThrough();
  stdin.write("y\n");
  await forgetTyped(stdin);
  expect(String(stdin.read())).toBe("y\n");
});
