import { ownCommand } from "../config/text/own-command.ts";
import { checkExistingRole } from "../services/iam/existing-role.ts";
import { trustsMediaLive } from "../services/iam/policy-document.ts";
import { LiveOriginError } from "../config/failure.ts";
import { AWS_REGIONS } from "../config/aws-regions.ts";
import { nearestCell, regionOfEndpoint } from "../config/momento-cells.ts";
import { requireProfile } from "../gather/aws-profile.ts";
import type { Invocation } from "../cli/command.ts";
import type { Check } from "./check.ts";
import type { DoctorInput } from "./evidence.ts";

/** Made by the MediaLive console on first use (MediaLive user guide). */
const CONSOLE_ROLE = "MediaLiveAccessRole";

/** The AWS account: who we are there, where, and the role that MediaLive would assume. */
export function awsChecks({ context }: Invocation, input: DoctorInput): readonly Check[] {
  const { clients, aws, region, spec, momentoKey, rehearsal } = input;
  const callOptions = { signal: context.signal };
  return [
    {
      id: "aws-identity",
      about: "aws",
      look: async () => {
        if (rehearsal === undefined) requireProfile(aws);
        const { account, arn } = await clients.identity();
        const saw = `${arn} in account ${account}`;
        return arn.endsWith(":root")
          ? {
              verdict: "warn",
              saw: `${saw}, which is the root user`,
              hint: `Use a role or a user with the policy of ${ownCommand("doctor --print-policy")}.`,
            }
          : { verdict: "pass", saw };
      },
    },
    {
      id: "aws-region",
      about: "aws",
      look: () => {
        if (region === undefined)
          return Promise.resolve({
            verdict: "fail",
            saw: "no region is set",
            hint: "Add --region us-west-2, or set it in the profile.",
          } as const);
        if (!AWS_REGIONS.includes(region))
          return Promise.resolve({
            verdict: "warn",
            saw: `${region} is not an AWS region that this version knows`,
            hint: `Check the spelling, or go on if it is new. Known: ${AWS_REGIONS.join(", ")}.`,
          } as const);
        const nearest = nearestCell(region);
        const endpoint = momentoKey instanceof LiveOriginError ? undefined : momentoKey.endpoint;
        const cell = endpoint === undefined ? undefined : regionOfEndpoint(endpoint);
        const isFar = cell !== undefined && nearest !== undefined && cell !== nearest.region;
        return Promise.resolve(
          isFar
            ? {
                verdict: "warn",
                saw: `${region}, but the Momento key is for a cell in ${cell}; the nearest one is in ${nearest.region}`,
                hint: "Every segment travels that distance twice. Use a key of the nearer cell, or another region.",
              }
            : {
                verdict: "pass",
                saw: cell === undefined ? region : `${region}, Momento in ${cell}`,
              },
        );
      },
    },
    {
      id: "medialive-role",
      about: "aws",
      look: async () => {
        const given = spec instanceof LiveOriginError ? undefined : spec.channel.roleArn;
        const iam = await clients.iam();
        if (given !== undefined) {
          const { arn } = await checkExistingRole(iam, given, callOptions);
          return { verdict: "pass", saw: `${arn} is there, and MediaLive may assume it` };
        }
        const found = await iam.getRole(CONSOLE_ROLE, callOptions).catch((error: unknown) => {
          // Our own policy does not cover it, and it is only an offer.
          if (error instanceof LiveOriginError) return undefined;
          throw error;
        });
        const offer =
          found !== undefined && trustsMediaLive(found.trust)
            ? `; ${found.arn} could be used instead with --role-arn`
            : "";
        return { verdict: "pass", saw: `a role of its own will be made${offer}` };
      },
    },
  ];
}
