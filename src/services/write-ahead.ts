import { createHash, randomUUID } from "node:crypto";
import type { Effects } from "../core/engine/resource.ts";
import { revealDeep } from "../config/secret.ts";

/**
 * The idempotency token of a creation, durable before the call that carries it. An interrupted creation of the same body
 * gets its token back; another body, or a resource whose first creation was answered and that is gone by now, gets a new
 * one, and so does what failed (`used`). `body` is the request without its token; only its hash is kept.
 */
export async function writeAheadToken(
  effects: Effects,
  body: unknown,
  { used = false }: { readonly used?: boolean } = {},
): Promise<string> {
  const bodyHash = createHash("sha256")
    .update(JSON.stringify(revealDeep(body)))
    .digest("hex");
  const { recorded } = effects;
  if (!used && recorded?.token?.bodyHash === bodyHash && recorded.ids["id"] === undefined)
    return recorded.token.value;
  const value = randomUUID();
  await effects.persist({ token: { value, bodyHash } });
  return value;
}
