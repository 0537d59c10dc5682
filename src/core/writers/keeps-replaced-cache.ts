import { serviceWords } from "../../config/text/redact.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { lookForWriters } from "./look-for-writers.ts";

/**
 * Before the cache that a stack moved away from is deleted: does anybody else write to it? Then, and where nobody can say, it
 * is kept, which is told with the way to delete it later.
 */
export async function keepsReplacedCache(host: Host, stack: Stack, name: string): Promise<boolean> {
  const verdict = await lookForWriters(host, asItWas(stack, name));
  if (verdict.is === "nobody") return false;
  const isKnown = verdict.is === "somebody";
  const seen = serviceWords(`${verdict.playlist}: ${isKnown ? verdict.how : verdict.why}`);
  const why = isKnown
    ? `somebody else writes to it (${seen})`
    : `whether somebody else writes to it is not known (${seen})`;
  host.emit({
    type: "note",
    level: "warning",
    code: isKnown ? "ANOTHER_WRITER" : "WRITERS_UNKNOWN",
    message: `The old cache ${name} is kept, because ${why}. This stack is done with it: when nobody needs it any more, delete it in Momento's console or with Momento's own command line: momento cache delete ${name}`,
  });
  return true;
}

/**
 * The stack with the cache that it had before, and no keys: those before may be for yet another cache, and who deletes a cache
 * has the account's, which may read it.
 */
function asItWas(stack: Stack, name: string): Stack {
  const { secrets, planContext } = stack;
  return {
    ...stack,
    imported: {},
    secrets: { ...secrets, get: () => undefined },
    planContext: () => {
      const context = planContext();
      const { cache } = context.resources;
      if (cache === undefined) return context;
      return {
        ...context,
        resources: { ...context.resources, cache: { ...cache, ids: { ...cache.ids, name } } },
      };
    },
  };
}
