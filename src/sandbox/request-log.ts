import type { LogLine, World } from "./world.ts";

/** GET /log answers with this many lines at most. */
export const LOG_LINES = 1000;

type StampedLine = LogLine & { readonly at: string };

export type RequestLog = {
  readonly add: World["log"];
  /** The last {@link LOG_LINES} lines, oldest first. */
  lines(): readonly StampedLine[];
};

/** Keeps the last lines in memory, keys removed, and hands each on to `sink`. `now` is epoch milliseconds. */
export function createRequestLog(now: () => number, sink?: (line: LogLine) => void): RequestLog {
  const kept: StampedLine[] = [];
  return {
    add(line) {
      const clean: StampedLine = {
        at: new Date(now()).toISOString(),
        ...line,
        ...(line.resource === undefined ? {} : { resource: redact(line.resource) }),
        ...(line.note === undefined ? {} : { note: redact(line.note) }),
      };
      kept.push(clean);
      if (kept.length > LOG_LINES) kept.shift();
      sink?.(clean);
    },
    lines: () => [...kept],
  };
}

const CREDENTIALS: readonly (readonly [RegExp, string])[] = [
  [
    /\b((?:auth_)?token|api_key|refresh_token|authorization|password)(["']?\s*[=:]\s*["']?)[^&\s"']+/gi,
    "$1$2***",
  ],
  [/\b(Basic|Bearer)\s+[\w+/=.-]+/gi, "$1 ***"],
  [/(\/\/)[^/@\s]+@/g, "$1***@"],
  [/\beyJ[\w+/=%-]{8,}(?:\.[\w-]*)*/g, "***"],
];

/** The text with everything that looks like a credential replaced: query tokens, headers, user info, JWTs, v1 keys. */
export function redact(text: string): string {
  return CREDENTIALS.reduce((clean, [pattern, shown]) => clean.replace(pattern, shown), text);
}
