import type { OutputStream } from "../context.ts";

/** Writes one document as one line, as `--watch --json` promises. */
export function writeJsonLine(stdout: OutputStream, document: unknown): void {
  stdout.write(`${JSON.stringify(document)}\n`);
}
