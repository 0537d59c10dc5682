/** Where a rehearsal's emulated clouds are and the keys that open them, as its sandbox tells. */
export type RehearsalEndpoints = {
  /** The sandbox's own id: a rehearsal's state is never used on another one. */
  readonly id: string;
  readonly endpoints: {
    readonly medialive: string;
    readonly cloudfront: string;
    readonly iam: string;
    readonly sts: string;
    readonly ssm: string;
    readonly scheduler?: string | undefined;
    readonly serviceQuotas?: string | undefined;
    readonly momentoRest: string;
    /** `127.0.0.1:PORT` */
    readonly momentoGrpc: string;
    readonly momentoAccount: string;
  };
  /** How fast it goes from state to state; undefined: briefly. */
  readonly latency?: string | undefined;
  /** The most that its cache holds, MiB; undefined: as much as there is. */
  readonly memoryMiB?: number | undefined;
  readonly momentoApiKey: string;
  /** A v2 key of the same account, for revocable keys. */
  readonly momentoAccountKey?: string | undefined;
};
