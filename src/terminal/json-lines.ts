import { versioned } from "../config/text/versioned.ts";
import type { OutputStream } from "../context.ts";

/** Writes one document as one line, as `--watch --json` promises. */
export function writeJsonLine(stdout: OutputStream, document: object): void {
  stdout.write(`${JSON.stringify(versioned(document))}\n`);
}
