import { UNKNOWN_CELL } from "../../config/momento-cells.ts";
import { settingsSoFar } from "../../config/resolve/resolve.ts";
import { printableLine } from "../../config/text/printable.ts";
import { connectClients } from "../../core/stack/clients.ts";
import { remark } from "../../terminal/wrapped.ts";
import { lookBriefly } from "./look-briefly.ts";
import { inputSoFar, type WizardContext, type WizardState } from "./wizard-state.ts";

/** No answer to any question helps where these are said. */
const FINAL = /^AWS_(CREDENTIALS_|SIGN_IN_|CLOCK_)/;

/**
 * Asks AWS who we are before the first question, and shows it. Throws what is wrong with the credentials; what cannot be known
 * in time is told by the plan.
 */
export async function lookAtAws(wizard: WizardContext, state: WizardState): Promise<void> {
  const { context, output } = wizard.invocation;
  const { draft } = settingsSoFar(inputSoFar(wizard, state));
  const profile = wizard.invocation.flags.profile ?? context.env["AWS_PROFILE"];
  await using clients = connectClients(context, {
    region: draft.region ?? "us-east-1",
    profile,
    momentoKey: undefined,
    momentoEndpoint: UNKNOWN_CELL,
    rehearsal: undefined,
  });
  const style = output.errStyle;
  const say = (mark: string, text: string): void =>
    output.line(remark(mark, `${style.bold("AWS account")} ${text}`, context.stderr));
  const identity = await lookBriefly(
    context,
    () => clients.identity(),
    (failure) => (FINAL.test(failure.code) ? Promise.reject(failure) : Promise.resolve()),
  );
  if (identity === undefined)
    say(
      style.yellow("!"),
      "not known yet: AWS does not answer. It is asked again before the plan.",
    );
  else
    say(
      style.green("✔"),
      `${style.cyan(identity.account)} ${style.dim(`as ${printableLine(identity.arn)}`)}`,
    );
}
