import { unguarded } from "./guarded-stream.ts";
import type { OutputStream } from "../context.ts";

/** Draws text over what was drawn before on a terminal; on anything else one after the other. */
export function drawScreen(stdout: OutputStream, text: string): void {
  if (stdout.isTTY === true) unguarded(stdout).write("\u001B[H\u001B[2J\u001B[3J");
  stdout.write(`${text}\n`);
}
