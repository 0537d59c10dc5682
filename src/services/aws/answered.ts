import { LiveOriginError } from "../../config/failure.ts";

/** A member that an answer cannot do without. Throws AWS_ANSWER_INCOMPLETE where it is missing; `what` names it. */
export function answered<Value>(value: Value | undefined | null, what: string): Value {
  if (value !== undefined && value !== null) return value;
  throw new LiveOriginError({
    code: "AWS_ANSWER_INCOMPLETE",
    message: `AWS answered without ${what}.`,
    hint: "Run the same command again: what exists by then is found and kept.",
  });
}
