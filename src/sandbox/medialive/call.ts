import type { JsonRecord } from "../json.ts";
import type { Region } from "./region.ts";

/** A recognised request. */
export type Call = {
  readonly operation: string;
  /** Path labels, decoded: `id`, `arn`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonRecord;
};

/** Does an operation's work and gives the answer's body. Throws a Refusal. */
export type Operation = (region: Region, call: Call) => JsonRecord | Promise<JsonRecord>;
