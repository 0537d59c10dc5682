import type { OutputDestination } from "@aws-sdk/client-medialive";
import type { PlanContext } from "../../core/engine/resource.ts";
import { parameterName } from "../../config/names.ts";
import type { Sealed } from "../../config/secret.ts";
import { destinationUrl } from "../momento/requests.ts";
import { stackIdentity } from "../stack-identity.ts";
import { DESTINATION_ID } from "./hls-group.ts";

/** Momento takes HTTP Basic credentials with this user name (Momento docs, MediaLive guide). */
const BASIC_USER = "momento";

/**
 * Where the segments go: with the key in the URL as in the tutorial, or with a user name and the SSM parameter that holds
 * the key. One URL, because the channel has one pipeline. No empty MediaPackageSettings: the service counts an empty list
 * as a second kind of destination and refuses.
 */
export function destination(context: PlanContext): Sealed<OutputDestination> {
  const url = destinationUrl(context);
  const credentials =
    context.spec.channel.encoderAuth === "url-token"
      ? {}
      : { Username: BASIC_USER, PasswordParam: parameterName(stackIdentity(context)) };
  return { Id: DESTINATION_ID, Settings: [{ Url: url, ...credentials }] };
}
