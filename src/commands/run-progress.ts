import { createProgress, type Progress } from "../terminal/progress.ts";
import type { Invocation } from "./catalog.ts";

/** The progress of this run, drawn as its terminal allows; with `--json` one plain line per change. */
export function runProgress({ context, output }: Invocation): Promise<Progress> {
  const { env } = context;
  const isCi = (env["CI"] ?? "") !== "" && env["CI"] !== "false";
  return createProgress({
    stream: context.stderr,
    style: output.errStyle,
    clock: context.clock,
    animated: !output.json && !isCi && env["TERM"] !== "dumb",
  });
}
