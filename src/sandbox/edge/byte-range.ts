type ByteRange = { readonly first: number; readonly last: number };

/**
 * The ranges that a Range header asks of an object of `length` bytes: `whole` where CloudFront answers with everything (no
 * range, one that is not valid, or several that overlap or do not ascend), `unsatisfiable` where it answers 416 (CloudFront
 * developer guide, "How CloudFront processes partial requests").
 */
export function readRanges(
  header: string | undefined,
  length: number,
): readonly ByteRange[] | "whole" | "unsatisfiable" {
  const specs = /^\s*bytes\s*=(.*)$/is.exec(header ?? "")?.[1]?.split(",") ?? [];
  const read = specs.map((spec) => readOne(spec, length));
  const [first] = read;
  if (first === undefined) return "whole";
  if (read.length === 1) return typeof first === "string" ? first : [first];
  const ranges = read.filter((one) => typeof one !== "string");
  const apart = ranges.every((one, index) => one.first > (ranges[index - 1]?.last ?? -1));
  return ranges.length === read.length && apart ? ranges : "whole";
}

function readOne(spec: string, length: number): ByteRange | "whole" | "unsatisfiable" {
  const found = /^\s*(\d*)-(\d*)\s*$/.exec(spec);
  const [, from = "", to = ""] = found ?? [];
  if (from === "" && to === "") return "whole";
  if (from === "") {
    const count = Number(to);
    return count === 0 || length === 0
      ? "unsatisfiable"
      : { first: Math.max(0, length - count), last: length - 1 };
  }
  const first = Number(from);
  const last = to === "" ? length - 1 : Math.min(Number(to), length - 1);
  if (to !== "" && Number(to) < first) return "whole";
  return first >= length ? "unsatisfiable" : { first, last };
}
