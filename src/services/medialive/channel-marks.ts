import type { OutputDestination } from "@aws-sdk/client-medialive";
import type { Mark } from "../../core/engine/resource.ts";
import { Secret, type Sealed } from "../../config/secret.ts";
import { fingerprint } from "../fingerprint.ts";

/** Where a channel writes to, and with which key: the one in the URL as its fingerprint, or the parameter that holds it. */
export function channelMarks(destination: Sealed<OutputDestination> | undefined): readonly Mark[] {
  const { Url: sealed, PasswordParam } = destination?.Settings?.[0] ?? {};
  return [
    ...(sealed === undefined ? [] : urlMarks(sealed)),
    ...(PasswordParam === undefined
      ? []
      : [{ path: "PasswordParam", value: PasswordParam.toString() }]),
  ];
}

function urlMarks(sealed: Secret | string): readonly Mark[] {
  // A key that is not made yet: nothing can be said of the URL that will carry it.
  if (sealed instanceof Secret && !sealed.isKnown) return [];
  const address = sealed instanceof Secret ? sealed.reveal() : sealed;
  if (!URL.canParse(address)) return [{ path: "Url", value: "not a URL" }];
  const { origin, pathname, searchParams } = new URL(address);
  const token = searchParams.get("token") ?? "";
  return [
    { path: "Url", value: `${origin}${pathname}` },
    ...(token === "" ? [] : [{ path: "Url token", value: fingerprint(Secret.of(token)) }]),
  ];
}
