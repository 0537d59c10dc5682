type ByteRange = { readonly first: number; readonly last: number };

/**
 * The range that a Range header asks of an object of `length` bytes: `whole` where CloudFront answers with everything
 * (no range, several, or one that is not valid), `unsatisfiable` where it answers 416.
 */
export function readRange(
  header: string | undefined,
  length: number,
): ByteRange | "whole" | "unsatisfiable" {
  const found = /^\s*bytes\s*=\s*(\d*)-(\d*)\s*$/i.exec(header ?? "");
  if (found === null) return "whole";
  const [, from = "", to = ""] = found;
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
