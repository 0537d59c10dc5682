import type { CallOptions } from "../aws/call-options.ts";
import type { AppliedQuota, ServiceQuotasClient } from "./client.ts";
import { type Lists, QUOTAS, type QuotaName } from "./quotas.ts";

/** How full a quota is. */
export type QuotaCount = {
  readonly quota: QuotaName;
  readonly used: number;
  readonly most: number;
  /** False: a documented default, which this account's own quota may differ from. */
  readonly isReported: boolean;
};

/** Where it is counted, and where it is asked how many there may be; undefined where nobody can be asked. */
export type QuotaSources = Lists & {
  readonly serviceQuotas: (() => Promise<ServiceQuotasClient>) | undefined;
};

/**
 * Counts what the account has of these, all at the same time. Both the lists and Service Quotas are rights that a run can do
 * without: what cannot be listed is left out, and what Service Quotas does not tell is its documented default. Throws the
 * signal's reason alone.
 */
export async function countQuotas(
  sources: QuotaSources,
  wanted: readonly QuotaName[],
  callOptions: CallOptions,
): Promise<readonly QuotaCount[]> {
  const services = [...new Set(wanted.map((name) => QUOTAS[name].service))];
  const applied = new Map(
    services.map((service) => {
      const asked = sources
        .serviceQuotas?.()
        .then((one) => one.appliedQuotas(service, callOptions));
      return [service, orNothing(asked, callOptions)] as const;
    }),
  );
  const counts = wanted.map(async (name): Promise<readonly QuotaCount[]> => {
    const { service, isIt, byDefault, used } = QUOTAS[name];
    const [count, told] = await Promise.all([
      orNothing(used(sources, callOptions), callOptions),
      applied.get(service),
    ]);
    if (count === undefined) return [];
    const reported: AppliedQuota | undefined = told?.find(isIt);
    const most = reported?.value ?? byDefault;
    return [{ quota: name, used: count, most, isReported: reported !== undefined }];
  });
  return (await Promise.all(counts)).flat();
}

async function orNothing<T>(
  asked: Promise<T> | undefined,
  { signal }: CallOptions,
): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
