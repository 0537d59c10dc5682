import type { Readable } from "node:stream";
import { errorPage } from "./error-page.ts";

export type Header = readonly [name: string, value: string];

/** Words of X-Cache before ` from cloudfront`. */
export type CacheResult =
  | "Hit"
  | "Miss"
  | "RefreshHit"
  | "Error"
  | "Redirect"
  | "FunctionGeneratedResponse"
  | "FunctionExecutionError"
  | "FunctionValidationError";

/** What goes back to the viewer. */
export type Reply = {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly headers: readonly Header[];
  /** A stream is passed on as it comes; undefined for no body. */
  readonly body: Buffer | Readable | undefined;
  readonly result: CacheResult;
  /** Made by the edge or by a function, so no response headers policy applies. */
  readonly generated: boolean;
};

/** CloudFront's own error answer. */
export function errorReply({
  status,
  reason,
  requestId,
  result = "Error",
}: {
  readonly status: number;
  readonly reason: string;
  readonly requestId: string;
  readonly result?: CacheResult | undefined;
}): Reply {
  return {
    status,
    headers: [
      ["Server", "CloudFront"],
      ["Content-Type", "text/html"],
    ],
    body: errorPage(status, reason, requestId),
    result,
    generated: true,
  };
}

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([given]) => given.toLowerCase() === name)?.[1];
}
