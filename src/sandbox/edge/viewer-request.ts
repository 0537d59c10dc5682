/** A viewer's request on its way through the edge. */
export type ViewerRequest = {
  readonly method: string;
  /** Raw, as sent by the viewer or as a function rewrote it. */
  readonly path: string;
  readonly rawQuery: string;
  /** Lower-case names; duplicates joined as Node joins them. */
  readonly headers: ReadonlyMap<string, string>;
  readonly ip: string;
  readonly httpVersion: string;
};

/** Header fields that concern one connection only and are never passed on. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
