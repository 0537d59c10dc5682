import { LiveOriginError } from "../config/failure.ts";
import { withOwnCommands } from "../config/text/own-command.ts";
import type { Check, CheckResult } from "./check.ts";
import type { Finding } from "./finding.ts";
import { setPlayerKey } from "./curl.ts";
import type { Evidence } from "./evidence.ts";

/**
 * Runs all checks, each as soon as those that it needs are through, and gives their results in the order of the list. A
 * check whose need failed is skipped and names the check where it began. Rejects only with the abort's reason.
 */
export async function runChecks(
  checks: readonly Check[],
  evidence: Evidence,
): Promise<readonly CheckResult[]> {
  const results = new Map<string, Promise<CheckResult>>();
  for (const check of checks) results.set(check.id, judge(check, evidence, results));
  return Promise.all(results.values());
}

async function judge(
  check: Check,
  evidence: Evidence,
  earlier: ReadonlyMap<string, Promise<CheckResult>>,
): Promise<CheckResult> {
  const { id, hop, asked } = check;
  const { target } = evidence;
  const keyLine = (curl: string): { readonly keyLine?: string } =>
    curl.includes("PLAYER_API_KEY") && target.origin !== undefined
      ? {
          keyLine: setPlayerKey(
            target.shell,
            target.command("keys print player"),
            target.isElsewhere !== true,
          ),
        }
      : {};
  const needed = await Promise.all(check.needs.flatMap((need) => earlier.get(need) ?? []));
  const blocker = needed.find(
    ({ verdict, because }) => verdict === "fail" || because !== undefined,
  );
  if (blocker !== undefined) {
    const because = blocker.because ?? blocker.id;
    const saw = `not asked, because ${because} failed`;
    const curl = check.curl(evidence);
    return {
      id,
      hop,
      asked,
      saw,
      verdict: "skipped",
      because,
      curl,
      ...keyLine(curl),
      suspects: [],
    };
  }
  const finding = await look(check, evidence);
  const curl = finding.curl ?? check.curl(evidence);
  return {
    id,
    hop,
    asked,
    saw: finding.saw,
    verdict: finding.verdict,
    curl,
    ...keyLine(curl),
    suspects: finding.suspects ?? [],
    ...(finding.hint === undefined ? {} : { hint: finding.hint }),
  };
}

async function look(check: Check, evidence: Evidence): Promise<Finding> {
  try {
    return await check.run(evidence);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    const hint =
      error.hint === undefined
        ? undefined
        : withOwnCommands(error.hint, (words) => evidence.target.command(words));
    return { verdict: "skipped", saw: `could not be read: ${error.message}`, hint };
  }
}
