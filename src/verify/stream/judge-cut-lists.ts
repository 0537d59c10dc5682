import type { Fault } from "./fault.ts";
import type { RenditionReading } from "./readings.ts";

/** A list that ends in the middle of a segment's lines, as one that is read while it is written does. */
export function cutList({ name, readings }: RenditionReading): Fault | undefined {
  const lists = readings.flatMap(({ playlist }) => playlist ?? []);
  const names = new Map(
    lists.flatMap(({ segments }) =>
      segments.map((segment) => [segment.sequence, segment.name] as const),
    ),
  );
  const ends = lists.flatMap(({ text, segments }) => {
    const line = text.trimEnd().split(/\r?\n/).at(-1) ?? "";
    const last = segments.at(-1);
    const whole = names.get(last?.sequence ?? -1) ?? "";
    const isName = last !== undefined && whole !== last.name && whole.startsWith(last.name);
    const isTag = line.startsWith("#EXTINF") || (line !== "#" && "#EXTINF:".startsWith(line));
    return line !== "" && (isName || isTag) ? [line] : [];
  });
  if (ends.length === 0) return undefined;
  return {
    code: "LIST_CUT",
    severity: "fail",
    saw: `${name}: the last line is ${JSON.stringify(ends[0]?.slice(-60))}; ${ends.length} of ${lists.length} looks`,
    text: "the playlist ends in the middle of a segment's lines: it is cut, or read while it is written",
    hint: "Let the packager write each playlist under another name and rename it, and compare its size here with the size at its origin.",
  };
}
