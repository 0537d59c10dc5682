import { COMMAND_NEEDS, commandPolicy } from "../services/iam/command-policy.ts";
import { EXIT, type ExitCode, LiveOriginError } from "../config/failure.ts";
import type { Invocation } from "../cli/command.ts";
import type { DoctorFlags } from "../cli/command-flags.ts";
import type { DoctorInput } from "./evidence.ts";

/** In an ARN, any account: for when AWS cannot be asked who we are. */
const ANY_ACCOUNT = "*";

/** Prints the IAM policy for one command, or for all. Throws USAGE for a command that needs none or is none. */
export async function printPolicy(
  { output, flags }: Invocation<DoctorFlags>,
  { spec, region, clients }: DoctorInput,
): Promise<ExitCode> {
  const asked = flags.printPolicy;
  const command = typeof asked === "string" ? asked : undefined;
  if (command !== undefined && COMMAND_NEEDS[command] === undefined)
    throw new LiveOriginError({
      code: "USAGE",
      message: `There is no policy for "${command}".`,
      hint: `Leave it out for all commands together, or name one of: ${Object.keys(COMMAND_NEEDS).join(", ")}.`,
      resource: "--print-policy",
      exitCode: EXIT.usage,
    });
  const account = await clients.identity().then(
    (identity) => identity.account,
    (error: unknown) => {
      if (error instanceof LiveOriginError) return ANY_ACCOUNT;
      throw error;
    },
  );
  const policy = commandPolicy(command, {
    account,
    region: region ?? "*",
    ...(spec instanceof LiveOriginError ? {} : { name: spec.name, roleArn: spec.channel.roleArn }),
  });
  output.result(policy, JSON.stringify(policy, null, 2));
  return EXIT.ok;
}
