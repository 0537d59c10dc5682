import { EXIT, LiveOriginError } from "../failure.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const LONGEST_SECONDS = 30 * 86_400;

/** How a length is written, for hints. */
export const DURATION_HINT = "Write it as 20s, 90m, 2h or 1h30m; 30 days at most.";

/** Reads `20s`, `90m`, `2h` or `1h30m` as milliseconds; undefined for anything else, for nothing, and beyond 30 days. */
export function durationMs(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text;
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? ""] ?? Number.NaN),
    0,
  );
  return isWhole && seconds > 0 && seconds <= LONGEST_SECONDS
    ? Math.round(seconds * 1000)
    : undefined;
}

/** A length as `durationMs` reads it, in whole seconds: `2h15m`. */
export function durationFlag(milliseconds: number): string {
  let rest = Math.round(milliseconds / 1000);
  const parts = (["h", "m", "s"] as const).map((unit) => {
    const size = UNIT_SECONDS[unit] ?? 1;
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? "" : `${count}${unit}`;
  });
  return parts.join("");
}

/** The same of a flag's value. Throws USAGE. */
export function parseDurationMs(text: string, flag: string): number {
  const milliseconds = durationMs(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new LiveOriginError({
    code: "USAGE",
    message: `${flag} ${text} is not a duration.`,
    hint: DURATION_HINT,
    resource: flag,
    exitCode: EXIT.usage,
  });
}

/** `channel.stopAfter` in milliseconds; undefined where the Spec has none. */
export function stopAfterMs({
  stopAfter,
}: {
  readonly stopAfter?: string | undefined;
}): number | undefined {
  return stopAfter === undefined ? undefined : durationMs(stopAfter);
}
