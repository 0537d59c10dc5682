import { sameJson, type JsonRecord } from "../json.ts";

/**
 * RequestIds of create calls that went through. A repeated id with the same body names what the first one made; that a
 * repeated id with another body is refused, and that ids never expire, is inferred: the API model says only that the id
 * "is needed to prevent retries from creating multiple resources".
 */
export type Replays = {
  /** The id that the call made earlier, `different` when its body was another one, undefined when the RequestId is new. */
  find(operation: string, body: JsonRecord): { readonly id: string } | "different" | undefined;
  remember(operation: string, body: JsonRecord, id: string): void;
};

export function createReplays(): Replays {
  const made = new Map<string, { readonly body: JsonRecord; readonly id: string }>();
  const keyOf = (operation: string, body: JsonRecord): string | undefined => {
    const { requestId } = body;
    return typeof requestId === "string" ? `${operation} ${requestId}` : undefined;
  };
  return {
    find(operation, body) {
      const key = keyOf(operation, body);
      const earlier = key === undefined ? undefined : made.get(key);
      if (earlier === undefined) return undefined;
      return sameJson(earlier.body, body) ? { id: earlier.id } : "different";
    },
    remember(operation, body, id) {
      const key = keyOf(operation, body);
      if (key !== undefined) made.set(key, { body, id });
    },
  };
}
