/** What a distribution's edge does: the deployed configuration with all policies and functions resolved. */
export type EdgeConfig = {
  readonly enabled: boolean;
  /** Geographic restrictions keep viewers of {@link VIEWER_COUNTRY} out. */
  readonly blocksCountry: boolean;
  /** Object that `/` stands for; empty for none. */
  readonly defaultRootObject: string;
  /** In the order of the distribution; the last one's pattern is `*`. */
  readonly behaviors: readonly EdgeBehavior[];
  /** ErrorCachingMinTTL in seconds by the origin's status. */
  readonly errorTtlSeconds: ReadonlyMap<number, number>;
};

/** Where every viewer of an edge on loopback is said to be (ISO 3166). */
export const VIEWER_COUNTRY = "US";

export type EdgeBehavior = {
  /** Path pattern with `*` and `?`, the leading slash optional. */
  readonly pattern: string;
  readonly origin: EdgeOrigin;
  readonly viewerProtocol: "allow-all" | "https-only" | "redirect-to-https";
  readonly allowedMethods: ReadonlySet<string>;
  readonly cachedMethods: ReadonlySet<string>;
  readonly compress: boolean;
  readonly cache: CacheRules;
  readonly forward: ForwardRules | undefined;
  readonly responseHeaders: ResponseHeaderRules | undefined;
  readonly viewerRequest: EdgeFunction | undefined;
  readonly viewerResponse: EdgeFunction | undefined;
};

export type EdgeOrigin = {
  readonly id: string;
  readonly domainName: string;
  /** Begins with a slash and does not end with one, or is empty. */
  readonly path: string;
  /** Added to every request to this origin; win over the viewer's. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly https: boolean;
  readonly port: number;
  readonly connectionAttempts: number;
  readonly connectionTimeoutSeconds: number;
  readonly readTimeoutSeconds: number;
};

/** Which cookies or query strings: none, these, all but these, all. */
export type Selection = {
  readonly mode: "none" | "whitelist" | "allExcept" | "all";
  readonly names: ReadonlySet<string>;
};

export type CacheRules = {
  readonly minTtlSeconds: number;
  readonly defaultTtlSeconds: number;
  readonly maxTtlSeconds: number;
  readonly gzip: boolean;
  readonly brotli: boolean;
  /** Lower case. */
  readonly headers: ReadonlySet<string>;
  readonly cookies: Selection;
  readonly queryStrings: Selection;
};

export type ForwardRules = {
  readonly headers: {
    readonly mode:
      | "none"
      | "whitelist"
      | "allViewer"
      | "allViewerAndWhitelistCloudFront"
      | "allExcept";
    /** Lower case. */
    readonly names: ReadonlySet<string>;
  };
  readonly cookies: Selection;
  readonly queryStrings: Selection;
};

export type ResponseHeaderRules = {
  readonly cors: CorsRules | undefined;
  /** Security and custom headers. */
  readonly headers: readonly {
    readonly name: string;
    readonly value: string;
    readonly override: boolean;
  }[];
  /** Lower case. */
  readonly remove: ReadonlySet<string>;
};

export type CorsRules = {
  readonly allowOrigins: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAgeSeconds: number | undefined;
  readonly override: boolean;
};

export type EdgeFunction = {
  readonly name: string;
  /** Source text of the LIVE stage. */
  readonly code: string;
};

/** Does the selection take `name`? */
export function selects(selection: Selection, name: string): boolean {
  if (selection.mode === "none") return false;
  if (selection.mode === "all") return true;
  return selection.names.has(name) === (selection.mode === "whitelist");
}
