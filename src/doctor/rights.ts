import { ownCommand } from "../config/text/own-command.ts";
import { LiveOriginError } from "../config/failure.ts";
import { roleName, DEFAULT_NAME } from "../config/names.ts";
import type { Invocation } from "../cli/command.ts";
import type { Check } from "./check.ts";
import type { DoctorInput } from "./evidence.ts";

type Read = { readonly name: string; readonly ask: () => Promise<unknown> };

/** The rights to read, tried one by one; those to write cannot be tried without writing. */
export function rightsChecks(
  { context }: Invocation,
  { clients, spec, region }: DoctorInput,
): readonly Check[] {
  const callOptions = { signal: context.signal };
  const name = spec instanceof LiveOriginError ? DEFAULT_NAME : spec.name;
  const reads: readonly Read[] = [
    {
      name: "medialive:ListChannels",
      ask: async () => (await clients.medialive()).listChannels(callOptions),
    },
    {
      name: "medialive:ListInputs",
      ask: async () => (await clients.medialive()).listInputs(callOptions),
    },
    {
      name: "medialive:ListInputSecurityGroups",
      ask: async () => (await clients.medialive()).listSecurityGroups(callOptions),
    },
    {
      name: "cloudfront:ListDistributions",
      ask: async () => (await clients.cloudfront()).listDistributions(callOptions),
    },
    {
      name: "cloudfront:ListCachePolicies",
      ask: async () => (await clients.cloudfront()).listCachePolicies(callOptions),
    },
    {
      name: "iam:GetRole",
      ask: async () =>
        (await clients.iam()).getRole(
          roleName({ name, region: region ?? "us-east-1", stackId: "0".repeat(16) }),
          callOptions,
        ),
    },
  ];
  return [
    {
      id: "aws-rights",
      about: "aws",
      look: async () => {
        const denied = (await Promise.all(reads.map(isDenied))).filter(
          (each) => each !== undefined,
        );
        const hint = `Rights to write cannot be tried without writing. The whole policy: ${ownCommand("doctor --print-policy")}`;
        return denied.length === 0
          ? {
              verdict: "pass",
              saw: `all ${reads.length} reads are allowed; writes were not tried`,
              hint,
            }
          : { verdict: "fail", saw: `not allowed: ${denied.join(", ")}`, hint };
      },
    },
  ];
}

async function isDenied({ name, ask }: Read): Promise<string | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof LiveOriginError && error.code === "AWS_ACCESS_DENIED") return name;
    throw error;
  }
}
