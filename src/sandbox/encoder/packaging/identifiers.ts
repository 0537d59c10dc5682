import type { RungSettings } from "../encoder-settings.ts";

const IDENTIFIER = /\$(?:(dt|d|t|rv|ra|rc|w|h|f)(?:%0(\d+))?)?\$/g;

/**
 * Replaces `$dt$`, `$t$`, `$h%05$` … (MediaLive user guide, "Identifiers for variable data"): UTC of the segment,
 * kilobits per second, pixels, whole frames per second; `$$` is a dollar sign.
 */
export function resolveIdentifiers(text: string, rung: RungSettings, epochMs: number): string {
  return text.replace(IDENTIFIER, (_whole, name?: string, width?: string) =>
    name === undefined ? "$" : valueOf(name, rung, epochMs).padStart(Number(width ?? 0), "0"),
  );
}

/** Replaces only the date and time, which is all that a destination may contain. */
export function resolveDates(text: string, epochMs: number): string {
  return text.replace(IDENTIFIER, (whole, name?: string) =>
    name === undefined ? "$" : (dateValue(name, epochMs) ?? whole),
  );
}

function valueOf(name: string, rung: RungSettings, epochMs: number): string {
  const kilobits = (bitrate: number): string => String(Math.round(bitrate / 1000));
  switch (name) {
    case "rv":
      return kilobits(rung.videoBitrate);
    case "ra":
      return kilobits(rung.audioBitrate);
    case "rc":
      return kilobits(rung.videoBitrate + rung.audioBitrate);
    case "w":
      return String(rung.width);
    case "h":
      return String(rung.height);
    case "f":
      return String(Math.floor(rung.fps.numerator / rung.fps.denominator));
    default:
      return dateValue(name, epochMs) ?? "";
  }
}

/** `dt` as YYYYMMDDTHHMMSS, `d` and `t` as its halves. */
function dateValue(name: string, epochMs: number): string | undefined {
  const [date = "", time = ""] = new Date(epochMs)
    .toISOString()
    .slice(0, 19)
    .replaceAll(/[-:]/g, "")
    .split("T");
  if (name === "dt") return `${date}T${time}`;
  if (name === "d") return date;
  return name === "t" ? time : undefined;
}
