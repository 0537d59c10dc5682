/** A Momento key as it was found, not yet judged. */
export type FoundKey = {
  readonly text: string;
  /** Where it was found, as shown. */
  readonly from: string;
  /** The endpoint that was found beside it, bare and Momento's. */
  readonly endpoint: string | undefined;
  readonly refreshToken: string | undefined;
  /** Epoch seconds, 0 = never. */
  readonly validUntil: number | undefined;
  /** Brought in place of one of the account. */
  readonly isForOneCache?: boolean;
};
