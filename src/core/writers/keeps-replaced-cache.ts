import { serviceWords } from "../../config/text/redact.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { strangeLists } from "../channel/own-lists.ts";
import { lookForWriters } from "./look-for-writers.ts";

/**
 * Before the cache that a stack moved away from is deleted: does anybody else write to it? Then, and where nobody can say, it
 * is kept, which is told with the way to delete it later.
 */
export async function keepsReplacedCache(host: Host, stack: Stack, name: string): Promise<boolean> {
  const verdict = await lookForWriters(host, asItWas(stack, name));
  const why = whyKept(asItWas(stack, name), verdict);
  if (why === undefined) return false;
  host.emit({
    type: "note",
    level: "warning",
    code: verdict.is === "unknown" ? "WRITERS_UNKNOWN" : "ANOTHER_WRITER",
    message: `The old cache ${name} is kept. ${why} This stack is done with it: when nobody needs it any more, delete it in Momento's console or with Momento's own command line: momento cache delete ${name}`,
  });
  return true;
}

function whyKept(
  stack: Stack,
  verdict: Awaited<ReturnType<typeof lookForWriters>>,
): string | undefined {
  if (verdict.is === "nobody") return strangeLists(stack, verdict.seen);
  const isSeen = verdict.is === "somebody";
  const seen = serviceWords(`${verdict.playlist}: ${isSeen ? verdict.how : verdict.why}`);
  return isSeen
    ? `Somebody else writes to it (${seen}).`
    : `Whether somebody else writes to it is not known (${seen}).`;
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
