import type { EdgeConfig } from "./edge-config.ts";

/** Which distribution an edge serves. */
export type EdgeIdentity = {
  readonly distributionId: string;
  /** PEM certificates that origins may present besides the public ones. */
  readonly originCa?: string | undefined;
};

/** One distribution's edge: a loopback listener and its cache. */
export type RunningEdge = {
  /** `127.0.0.1:PORT`; stands for `d111111abcdef8.cloudfront.net`. */
  readonly domainName: string;
  /** Puts a configuration into force. Before the first one every request is refused. */
  deploy(config: EdgeConfig): void;
  /** Drops what is cached under the paths; a path may end with `*`. */
  invalidate(paths: readonly string[]): void;
  /** Bytes that its cache holds. */
  bytes(): number;
  close(): Promise<void>;
};
