import { EXIT, LiveOriginError } from "../config/failure.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
const LONGEST_SECONDS = 30 * 86_400;

/** Reads `20s`, `90m`, `2h` or `1h30m` as milliseconds. Throws USAGE for anything else, for nothing, and beyond 30 days. */
export function parseDurationMs(text: string, flag: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text;
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNIT_SECONDS[unit ?? ""] ?? Number.NaN),
    0,
  );
  if (isWhole && seconds > 0 && seconds <= LONGEST_SECONDS) return Math.round(seconds * 1000);
  throw new LiveOriginError({
    code: "USAGE",
    message: `${flag} ${text} is not a duration.`,
    hint: "Write it as 20s, 90m, 2h or 1h30m; 30 days at most.",
    resource: flag,
    exitCode: EXIT.usage,
  });
}
