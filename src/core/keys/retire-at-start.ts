import { PREVIOUS } from "../../services/momento/key-roles.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { Host } from "../host.ts";
import { retireKey } from "./retire-keys.ts";
import { isReplacing, AWAITS_START } from "./rotation-plan.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Forgets the encoder key before a rotation that waited for this start, and revokes it if it can be: the channel has read the
 * new one now. A show that has just begun does not fail for a key that could not be revoked: the next rotation does it.
 */
export async function retireKeyAtStart(
  host: Host,
  stack: Pick<Stack, "secrets" | "planContext" | "store" | "clients">,
): Promise<void> {
  const { secrets, planContext } = stack;
  const old = secrets.get(PREVIOUS.encoderKey);
  const waits = planContext().resources.encoderKey?.done?.includes(AWAITS_START) === true;
  if (old === undefined || !waits || !isReplacing(secrets, "encoderKey")) return;
  try {
    await retireKey(host, stack, { kind: "encoderKey" });
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    const next = host.commandFor("rotate-keys", planContext().spec.name);
    host.emit({
      type: "note",
      level: "warning",
      code: "KEY_NOT_REVOKED",
      message: `The old encoder key could not be revoked and is kept: ${error.message} Next: ${next}`,
    });
  }
}
