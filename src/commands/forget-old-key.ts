import { oldKeyNote } from "../services/momento/key-notes.ts";
import { PREVIOUS } from "../services/momento/key-roles.ts";
import type { Progress } from "../terminal/progress.ts";
import { isReplacing, SETTLED } from "./rotation.ts";
import type { Stack } from "./stack.ts";

/** Forgets the encoder key before a rotation that waited for this start: the channel has read the new one now. */
export async function forgetKeyBeforeStart(
  { secrets, scope }: Pick<Stack, "secrets" | "scope">,
  progress: Pick<Progress, "emit">,
): Promise<void> {
  const old = secrets.get(PREVIOUS.encoderKey);
  const waits = scope().rows.encoderKey?.done?.includes(SETTLED) === true;
  if (old === undefined || !waits || !isReplacing(secrets, "encoderKey")) return;
  await secrets.remove(PREVIOUS.encoderKey);
  progress.emit(oldKeyNote("encoderKey", old));
}
