import type { Plan } from "../engine/plan.ts";
import type { Resolution } from "../../config/resolution.ts";
import type { SpecPart } from "../../config/spec.ts";
import { confirm } from "../../terminal/ask.ts";
import { isConverged } from "../../terminal/plan-view.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Flags, Invocation } from "../../cli/command.ts";
import { declined } from "./consent.ts";
import { inputNeeded, type NeededInput } from "../../cli/input-needed.ts";
import { isInteractive } from "../../cli/interactive.ts";
import type { Stack } from "../stack/open-stack.ts";

const LEAK =
  "MediaLive copies the address that it writes to, the encoder's read-write key included, into the master playlist; served from the origin, every viewer gets a key that can replace the show until it expires; only a key made with --revocable-keys can be revoked";

const CONSENT: NeededInput = {
  flag: "--accept-key-leak",
  what: `the yes to a leak: ${LEAK} (--master-playlist edge or --encoder-auth parameter-store avoid it)`,
};

/** The consent that a Spec wants and an unattended run has not got, known before any network. Pure. */
export function missingLeakConsent(
  flags: Flags,
  resolution: Resolution,
  parts: readonly SpecPart[],
): readonly NeededInput[] {
  // Of a channel that another command made, the state knows how it gets its key; this run's Spec may not.
  const leaks =
    parts.includes("channel") &&
    resolution.ok &&
    resolution.warnings.some(({ code }) => code === "MASTER_LEAKS_KEY");
  const settled = flags["acceptKeyLeak"] === true || flags["dryRun"] === true;
  return leaks && !settled ? [CONSENT] : [];
}

/**
 * Would viewers get the encoder's key once this plan is applied? With the origin's master and the key in the channel's URL
 * they do, whichever of the two the plan changes. Pure.
 */
function wouldLeak(plan: Plan, { spec, scope }: Pick<Stack, "spec" | "scope">): boolean {
  const { rows } = scope();
  const touches = (kind: string): boolean => plan.steps.some(({ resource }) => resource === kind);
  const keyInUrl =
    touches("channel") || rows.channel === undefined
      ? spec.channel.encoderAuth === "url-token"
      : rows.parameter === undefined;
  if (touches("distribution")) return keyInUrl && spec.cdn.masterPlaylist === "origin";
  const unguarded = rows.distribution !== undefined && rows.function === undefined;
  return touches("channel") && keyInUrl && unguarded;
}

/** The consent that a plan wants because it would leak, where no flag gave it. Pure. */
export function leakConsent(
  flags: Flags,
  plan: Plan,
  stack: Pick<Stack, "spec" | "scope">,
): readonly NeededInput[] {
  const isSettled = flags["acceptKeyLeak"] === true || isConverged(plan);
  return !isSettled && wouldLeak(plan, stack) ? [CONSENT] : [];
}

/** Gets the consent to a plan that would leak, if it would. Throws INPUT_NEEDED (exit 4) without a terminal, DECLINED on a no. */
export async function consentToLeak(
  invocation: Invocation,
  stack: Stack,
  plan: Plan,
): Promise<void> {
  const { flags, context, output } = invocation;
  if (leakConsent(flags, plan, stack).length === 0) return;
  if (!isInteractive(invocation)) throw inputNeeded([CONSENT]);
  output.warn(`${LEAK}.`);
  if (!(await confirm(context, { message: ASKED.keyLeak(), yes: false }))) throw declined();
}
