import { asText, type JsonRecord } from "../../json.ts";
import { badRequest, unprocessable } from "../refusals.ts";
import type { Region } from "../region.ts";

/**
 * Checks the role of a channel: the caller may pass it, and MediaLive can assume it. A missing iam:PassRole comes as a
 * 422; a role that is fresh, gone or of somebody else as a 400. `operation` is the calling one, for the text.
 */
export function checkRole(region: Region, body: JsonRecord, operation: string): void {
  const role = asText(body["roleArn"]) ?? "";
  if (role === "") return;
  if (!/^arn:aws[\w-]*:iam::\d{12}:role\/\S+$/.test(role))
    throw badRequest(`Invalid role ARN: ${role}`);
  const passed = { "iam:PassedToService": "medialive.amazonaws.com" };
  if (!region.world.allows("iam:PassRole", role, passed))
    throw unprocessable([
      {
        elementPath: "roleArn",
        errorMessage: `Please check your IAM User permissions: "medialive:${operation}","iam:PassRole" are needed on ${role}`,
      },
    ]);
  if (!region.trusts(role))
    throw badRequest(
      `Invalid role ${role}. Please make sure the role exists and medialive.amazonaws.com is a trusted service.`,
    );
}
