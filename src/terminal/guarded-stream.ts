import type { OutputStream } from "../context.ts";
import { sealed, unmarked } from "./own-sequences.ts";

const RAW = Symbol("the stream that is guarded");

/**
 * A stream through which nobody's words steer the terminal: what is written keeps our own colours, and everything else that
 * a terminal would obey is shown escaped. In a JSON document, which has no such thing outside of strings, the same stays the
 * same document.
 */
export function guarded(
  stream: OutputStream,
  /** Puts our commands into what stands for them. */
  filled: (text: string) => string = (text) => text,
  /** Instead of what the stream itself says. */
  columns?: () => number | undefined,
): OutputStream {
  return rewriting(stream, (text) => unmarked(sealed(filled(text))), columns);
}

/** The stream behind a guarded one, for those who move the cursor (a spinner, a question); they seal what they are given. */
export function unguarded(stream: OutputStream): OutputStream {
  const raw: unknown = Reflect.get(stream, RAW);
  return raw === undefined ? stream : (raw as OutputStream);
}

/** A stream like `stream` that changes all text on its way. Who hooks its `write`, as ora does, hooks this one's. */
export function rewriting(
  stream: OutputStream,
  change: (text: string) => string,
  columns?: () => number | undefined,
): OutputStream {
  const write = (chunk: string | Uint8Array, ...rest: never[]): boolean =>
    stream.write(
      change(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8")),
      ...rest,
    );
  let hooked: unknown = write;
  return new Proxy(stream, {
    set: (target, key, value) => {
      if (key !== "write") return Reflect.set(target, key, value, target);
      hooked = value;
      return true;
    },
    get: (target, key) => {
      if (key === "write") return hooked;
      if (key === RAW) return target;
      if (key === "columns" && columns !== undefined) return columns();
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
