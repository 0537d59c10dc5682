import type { OutputStream } from "../context.ts";

/** Draws text over what was drawn before on a terminal; on anything else one after the other. */
export function drawScreen(stdout: OutputStream, text: string): void {
  const top = stdout.isTTY === true ? "\u001B[H\u001B[2J\u001B[3J" : "";
  stdout.write(`${top}${text}\n`);
}
