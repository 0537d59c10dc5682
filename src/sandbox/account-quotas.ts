import { DEFAULT_QUOTAS, type Quotas } from "./medialive/quotas.ts";

/** What the AWS account may have: MediaLive's in each region, CloudFront's everywhere together. */
export type AccountQuotas = Quotas & {
  readonly distributions: number;
  readonly functions: number;
  readonly cachePolicies: number;
};

/** The defaults of the MediaLive user guide and the CloudFront developer guide (quotas). */
export const DEFAULT_ACCOUNT_QUOTAS: AccountQuotas = {
  ...DEFAULT_QUOTAS,
  distributions: 200,
  functions: 100,
  cachePolicies: 20,
};

/** Reads `NAME=COUNT`, as in `push-inputs=6`. Throws an Error that names the names. */
export function parseQuota(text: string): Partial<AccountQuotas> {
  const [, name = "", count] = /^([a-z-]+)=(\d{1,6})$/.exec(text) ?? [];
  const member = Object.keys(DEFAULT_ACCOUNT_QUOTAS).find((one) => flagName(one) === name);
  if (member !== undefined) return { [member]: Number(count) };
  const names = Object.keys(DEFAULT_ACCOUNT_QUOTAS).map(flagName).join(", ");
  throw new Error(`--quota ${text} is not NAME=COUNT with one of: ${names}.`);
}

function flagName(member: string): string {
  return member.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
