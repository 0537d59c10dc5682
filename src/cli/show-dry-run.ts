import { EXIT, type ExitCode } from "../config/failure.ts";
import type { Host } from "../core/host.ts";
import { ownConsents } from "../core/provision/consent.ts";
import type { ProvisionRequest } from "../core/provision/open-and-plan.ts";
import { planDocument } from "../core/provision/plan-document.ts";
import { previewProvision } from "../core/provision/preview-provision.ts";
import { renderDryRun } from "../terminal/plan-view.ts";
import type { Invocation } from "./command.ts";
import { missingConsents } from "./consents.ts";

/**
 * `--dry-run`: shows what a run would do, what of the file it undoes, and which consents it would want. Writes nothing. Throws
 * what the run itself would refuse with.
 */
export async function showDryRun(
  { flags, output }: Invocation,
  host: Host,
  request: ProvisionRequest,
): Promise<ExitCode> {
  const { stack, plan, price } = await previewProvision(host, request);
  await using _ = stack;
  const removed = stack.memory?.removed ?? [];
  const consents = missingConsents(flags, ownConsents(plan, stack));
  const shown = { ...plan, removed, consents, price };
  output.result(
    planDocument(stack.spec.name, stack.target, shown),
    renderDryRun(shown, {
      style: output.outStyle,
      columns: output.outColumns,
      verbose: output.verbose,
    }),
  );
  return EXIT.ok;
}
