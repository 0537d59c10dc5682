import { CloudFrontClient as Sdk } from "@aws-sdk/client-cloudfront";
import type { RetryOptions } from "../aws/call-options.ts";
import { awsOptions, type AwsAccess } from "../aws/aws-options.ts";
import { checkAnswers } from "../aws/checked-answers.ts";
import type { CloudFrontClient } from "./api.ts";
import { cloudFrontAsk } from "./ask.ts";
import { cachePolicyCalls } from "./cache-policy-client.ts";
import { distributionCalls } from "./distribution-client.ts";
import { functionCalls } from "./function-client.ts";

export type { CloudFrontClient } from "./api.ts";

/** CloudFront is one service for the world and signs for this region (CloudFront developer guide, endpoints). */
const REGION = "us-east-1";

/** CloudFront with what we ask of it: see {@link CloudFrontClient}. The region of `access` is not used. */
export function connectCloudFront(access: AwsAccess, pace: RetryOptions): CloudFrontClient {
  const client = new Sdk({ ...awsOptions(access), region: REGION });
  checkAnswers(client, "cloudfront");
  const ask = cloudFrontAsk(pace, access.profile);
  return {
    ...distributionCalls(client, ask),
    ...functionCalls(client, ask),
    ...cachePolicyCalls(client, ask),
    close: () => client.destroy(),
  };
}
