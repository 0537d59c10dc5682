import type { Readable } from "node:stream";
import type { EdgeBehavior } from "./edge-config.ts";
import type { EdgeMark } from "./origin-request.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/** What a request is for, at one behavior of the edge. */
export type Wanted = {
  readonly viewer: ViewerRequest;
  readonly behavior: EdgeBehavior;
  readonly errorTtlSeconds: ReadonlyMap<number, number>;
  readonly mark: EdgeMark;
  /** The viewer's body, where the method has one. */
  readonly body: Readable | undefined;
};
