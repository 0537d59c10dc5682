import { isUtf8 } from "node:buffer";
import { statSync, type Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { wholeText } from "../../config/text/figures.ts";
import { openToRead } from "../../platform/files.ts";
import { codeOf } from "./durable-file.ts";

/** Many times what any file of ours or of a user's holds. */
const LARGEST_FILE = 1024 * 1024;
/** A key is some hundred characters long, its file some thousand. */
export const LARGEST_KEY_FILE = 64 * 1024;

type Reading = {
  /** The flag (or other word) by which the user named the file: what is wrong with it is then a usage error. */
  readonly namedBy?: string | undefined;
  /** Default 1 MiB. */
  readonly maxBytes?: number | undefined;
  /** Also a pipe that the shell made (`<(op read …)` is /dev/fd/63): read once, as long as its writer takes. */
  readonly pipes?: boolean | undefined;
};

/**
 * The one way in which a file is read: a plain file of limited size, never one that blocks or never ends. UTF-8, or UTF-16 with its
 * mark, which PowerShell writes. Undefined when it does not exist. Throws DISK_READ_FAILED, FILE_NOT_PLAIN, FILE_TOO_LARGE
 * and, for a file that the user named, FILE_NOT_TEXT (exit 2 for those, else 1).
 */
export async function readIfThere(
  path: string,
  reading: Reading = {},
): Promise<string | undefined> {
  const isShellPipe = reading.pipes === true && /^\/(dev|proc\/self)\/fd\/\d+$/.test(path);
  let file: FileHandle | undefined;
  try {
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    file = await openToRead(path, isShellPipe);
    const found = await file.stat();
    if (!found.isFile() && !(isShellPipe && found.isFIFO())) throw notPlain(path, found, reading);
    return decoded(path, await readBounded(file.createReadStream(), path, reading), reading);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    if (error instanceof LiveOriginError) throw error;
    // A socket cannot be opened at all.
    if (codeOf(error) === "ENXIO") throw notPlain(path, undefined, reading);
    throw failure(reading, {
      code: "DISK_READ_FAILED",
      message: `${path} cannot be read (${codeOf(error) ?? "unknown error"}).`,
      hint: "Check the file's owner and rights, then run the same command again.",
      path,
      cause: error,
    });
  } finally {
    await file?.close().catch(() => undefined);
  }
}

/** Reads a stream to its end, in bounded memory. Throws FILE_TOO_LARGE. */
export async function readBounded(
  stream: AsyncIterable<Buffer | string>,
  path: string,
  reading: Reading = {},
): Promise<Buffer> {
  const { maxBytes = LARGEST_FILE } = reading;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > maxBytes)
      throw failure(reading, {
        code: "FILE_TOO_LARGE",
        message: `${path} holds more than ${wholeText(maxBytes)} bytes; nothing that belongs there does.`,
        hint: "Name the right file, or move this one away, then run the same command again.",
        path,
      });
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** Bytes as text, without a byte order mark. Throws FILE_NOT_TEXT for a file that the user named. */
export function decoded(path: string, bytes: Buffer, reading: Reading = {}): string {
  const encoding = UTF_16.get(bytes.subarray(0, 2).toString("hex"));
  if (encoding !== undefined) return new TextDecoder(encoding).decode(bytes);
  const text = new TextDecoder().decode(bytes);
  // What is wrong in a file of our own is reported by what knows how to repair it.
  if (reading.namedBy === undefined || (isUtf8(bytes) && !bytes.includes(0))) return text;
  throw failure(reading, {
    code: "FILE_NOT_TEXT",
    message: `${path} is not text: byte ${oddByte(bytes, text) + 1} of ${bytes.length} is neither UTF-8 nor UTF-16 with a byte order mark.`,
    hint: "Save it as UTF-8, then run the same command again.",
    path,
  });
}

const UTF_16 = new Map([
  ["fffe", "utf-16le"],
  ["feff", "utf-16be"],
]);

function oddByte(bytes: Buffer, text: string): number {
  const zero = bytes.indexOf(0);
  const end = text.indexOf("\uFFFD");
  const broken = end < 0 ? -1 : Buffer.byteLength(text.slice(0, end));
  return Math.min(...[zero, broken].filter((at) => at >= 0));
}

function notPlain(path: string, found: Stats | undefined, reading: Reading): LiveOriginError {
  const what = found?.isDirectory()
    ? "a folder"
    : found?.isFIFO()
      ? "a pipe (FIFO)"
      : found === undefined || found.isSocket()
        ? "a socket"
        : "a device";
  return failure(reading, {
    code: "FILE_NOT_PLAIN",
    message: `${path} is ${what}, not a file.`,
    hint: "Name a plain file, or move this out of the way, then run the same command again.",
    path,
  });
}

function failure(
  { namedBy }: Reading,
  {
    path,
    ...wording
  }: Pick<LiveOriginError, "code" | "message" | "hint"> & {
    readonly path: string;
    readonly cause?: unknown;
  },
): LiveOriginError {
  return new LiveOriginError({
    ...wording,
    resource: namedBy ?? path,
    exitCode: namedBy === undefined ? EXIT.failed : EXIT.usage,
  });
}
