import type { Invocation } from "../cli/command.ts";
import type { Check } from "./check.ts";
import type { DoctorInput } from "./evidence.ts";

type Quota = {
  readonly what: string;
  /** The documented default; the account's own may be higher and is told by no API that we use. */
  readonly byDefault: number;
  readonly used: () => Promise<number>;
};

const PUSH = /_PUSH$/;

/** What is used of the quotas, against the documented defaults (MediaLive user guide and CloudFront developer guide, quotas). */
export function quotaExaminations(
  { context }: Invocation,
  { clients }: DoctorInput,
): readonly Check[] {
  const callOptions = { signal: context.signal };
  const inputs = async (isPush: boolean): Promise<number> => {
    const all = await (await clients.medialive()).listInputs(callOptions);
    return all.filter(({ Type }) => PUSH.test(Type ?? "") === isPush).length;
  };
  const quotas: readonly Quota[] = [
    {
      what: "MediaLive channels",
      byDefault: 5,
      used: async () => (await (await clients.medialive()).listChannels(callOptions)).length,
    },
    { what: "MediaLive push inputs", byDefault: 5, used: () => inputs(true) },
    { what: "MediaLive pull inputs", byDefault: 100, used: () => inputs(false) },
    {
      what: "MediaLive input security groups",
      byDefault: 5,
      used: async () => (await (await clients.medialive()).listSecurityGroups(callOptions)).length,
    },
    {
      what: "CloudFront distributions",
      byDefault: 200,
      used: async () => (await (await clients.cloudfront()).listDistributions(callOptions)).length,
    },
  ];
  return [
    {
      id: "aws-quotas",
      about: "aws",
      look: async () => {
        const counts = await Promise.all(
          quotas.map(async ({ what, byDefault, used }) => ({
            what,
            byDefault,
            used: await used(),
          })),
        );
        const full = counts.filter(({ used, byDefault }) => used >= byDefault);
        const text = (list: typeof counts): string =>
          list.map(({ what, used, byDefault }) => `${used} of ${byDefault} ${what}`).join(", ");
        if (full.length === 0)
          return {
            verdict: "pass",
            saw: `${text(counts)} (documented defaults; yours may be higher)`,
          };
        return {
          verdict: "warn",
          saw: `${text(full)}: full by the documented defaults; yours may be higher`,
          hint: "Remove what is no longer needed, or ask for more in the Service Quotas console.",
        };
      },
    },
  ];
}
