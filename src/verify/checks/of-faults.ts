import { pass } from "../check.ts";
import type { Finding } from "../finding.ts";
import type { Fault } from "../stream/fault.ts";

/** What a check says of the faults that it found: the first failure leads, and every kind is among the suspects. */
export function findingOf(
  faults: readonly Fault[],
  { well, curl }: { readonly well: string; readonly curl: (address: string) => string },
): Finding {
  const first = faults.find(({ severity }) => severity === "fail") ?? faults[0];
  if (first === undefined) return pass(well);
  const others = faults.filter((fault) => fault !== first);
  const codes = new Set<string>();
  const suspects = [first, ...others].flatMap(({ code, text }) => {
    if (codes.has(code)) return [];
    codes.add(code);
    return [{ code, text }];
  });
  return {
    verdict: first.severity,
    saw: [first.saw, ...others.map(({ saw }) => saw)].slice(0, 4).join("; "),
    suspects,
    hint: first.hint,
    ...(first.address === undefined ? {} : { curl: curl(first.address) }),
  };
}
