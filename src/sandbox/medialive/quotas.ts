/** How many of each an account can have in a region. */
export type Quotas = {
  readonly channels: number;
  readonly pushInputs: number;
  readonly pullInputs: number;
  readonly inputSecurityGroups: number;
};

/** The defaults of the MediaLive user guide (quotas). */
export const DEFAULT_QUOTAS: Quotas = {
  channels: 5,
  pushInputs: 5,
  pullInputs: 100,
  inputSecurityGroups: 5,
};

/** Most CIDRs in an input security group (MediaLive user guide, quotas). */
export const MAX_WHITELIST_RULES = 10;
