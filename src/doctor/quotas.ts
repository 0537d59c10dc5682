import type { Invocation } from "../cli/command.ts";
import { countQuotas, type QuotaCount } from "../services/service-quotas/count-quotas.ts";
import { QUOTAS, type QuotaName } from "../services/service-quotas/quotas.ts";
import type { Check } from "./check.ts";
import type { DoctorInput } from "./evidence.ts";

/** What is used of the quotas, as the account reports them, or against the documented defaults. */
export function quotaChecks({ context }: Invocation, { clients }: DoctorInput): readonly Check[] {
  return [
    {
      id: "aws-quotas",
      about: "aws",
      look: async () => {
        const all = Object.keys(QUOTAS) as QuotaName[];
        const counts = await countQuotas(clients, all, { signal: context.signal });
        const full = counts.filter(({ used, most }) => used >= most);
        if (counts.length === 0) return { verdict: "warn", saw: "nothing could be listed" };
        if (full.length === 0) return { verdict: "pass", saw: text(counts) };
        return {
          verdict: "warn",
          saw: `full: ${text(full)}`,
          hint: "Remove what is no longer needed, or ask for more in the Service Quotas console.",
        };
      },
    },
  ];
}

/** Those that Service Quotas does not tell are marked at the end. */
function text(counts: readonly QuotaCount[]): string {
  const list = (isReported: boolean): string =>
    counts
      .filter((count) => count.isReported === isReported)
      .map(({ quota, used, most }) => `${used} of ${most} ${QUOTAS[quota].what}`)
      .join(", ");
  const byDefault = list(false);
  const marked = byDefault === "" ? "" : `${byDefault} (documented default; yours may be higher)`;
  return [list(true), marked].filter((part) => part !== "").join(", ");
}
