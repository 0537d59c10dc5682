import { CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import type { EmulatedClouds } from "../../integration/support/clouds.ts";

/** Gives the account the role that MediaLive's console makes. */
export async function giveConsoleRole({ sandbox }: EmulatedClouds): Promise<void> {
  const iam = new IAMClient({
    region: "us-west-2",
    endpoint: sandbox.endpoints.iam,
    credentials: { accessKeyId: "AKIAEXAMPLE000000000", secretAccessKey: "secret" },
  });
  const trust = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "medialive.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ],
  };
  await iam.send(
    new CreateRoleCommand({
      RoleName: "MediaLiveAccessRole",
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }),
  );
  iam.destroy();
}
