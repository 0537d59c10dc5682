import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import type { Identity } from "./client.ts";

/** Asks AWS who we are: the one call that every identity may make. */
export type IdentityClient = {
  whoAmI(callOptions?: CallOptions): Promise<Identity>;
  close(): void;
};

/** Connects to STS; nothing is sent before the first call. Failures are LiveOriginErrors named `AWS_…`. */
export function connectIdentity(access: AwsAccess, pace: RetryOptions): IdentityClient {
  const client = new STSClient(awsOptions(access));
  checkAnswers(client, "sts");
  return {
    whoAmI: (callOptions = { signal: new AbortController().signal }) =>
      awsCall(pace, callOptions, {
        service: "sts",
        operation: "GetCallerIdentity",
        profile: access.profile,
        deadlineMs: 20_000,
        send: async () => {
          const command = new GetCallerIdentityCommand({});
          const answer = await client.send(command, { abortSignal: callOptions.signal });
          return { account: answer.Account ?? "", arn: answer.Arn ?? "" };
        },
      }),
    close: () => client.destroy(),
  };
}
