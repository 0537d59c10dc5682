import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Host } from "./host.ts";
import type { Question } from "./questions.ts";

/** Goes on only with a yes. Throws DECLINED, and what the host rejects with. */
export async function requireYes(
  host: Pick<Host, "decide">,
  ...questions: readonly Question[]
): Promise<void> {
  if (!(await host.decide(...questions))) throw declined();
}

/** What a no to a question about a plan ends with. */
export function declined(): LiveOriginError {
  return new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was created or changed.",
    hint: "Run the same command again when you are ready; --dry-run shows the plan only.",
    exitCode: EXIT.failed,
  });
}
