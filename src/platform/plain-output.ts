import { fstatSync, statSync, writeSync } from "node:fs";

const STDOUT = 1;

/**
 * Is standard output a pipe, a file or the null device, which can be written without the streams that a terminal needs?
 * Opening those takes a tenth of a start. False where it cannot be told.
 */
export function isPlainOutput(system: NodeJS.Platform = process.platform): boolean {
  if (!takesBytes(system)) return false;
  try {
    const output = fstatSync(STDOUT);
    return !output.isCharacterDevice() || output.rdev === statSync("/dev/null").rdev;
  } catch {
    return false;
  }
}

/** Does standard output take text without its stream? A console of Windows does not. */
export function takesBytes(system: NodeJS.Platform = process.platform): boolean {
  return system !== "win32";
}

/** Writes a text to standard output and gives what could not be written at once: a stream can wait, and says why not. */
export function writeAtOnce(text: string, output = STDOUT): Uint8Array {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(output, rest));
  } catch {
    // A full pipe that does not block, a reader that is gone, a disk that is full: the stream meets it again.
  }
  return rest;
}
