import type { DescribeChannelResponse } from "@aws-sdk/client-medialive";
import { Secret } from "../../config/secret.ts";
import { redacted } from "../../config/text/redact.ts";
import type { Channel } from "./api.ts";

/**
 * A description as it may travel through our program: MediaLive shows destination URLs in plain, the key included, so a
 * URL with a query token is sealed at the door.
 */
export function sealChannel(description: DescribeChannelResponse): Channel {
  return {
    ...description,
    Destinations: (description.Destinations ?? []).map((destination) => ({
      ...destination,
      Settings: (destination.Settings ?? []).map(({ Url, ...settings }) => ({
        ...settings,
        ...(Url === undefined
          ? {}
          : { Url: carriesToken(Url) ? Secret.of(Url, masked(Url)) : Url }),
      })),
    })),
  };
}

/** The address without what is secret in it: its token, and a password before its host. */
function masked(url: string): string {
  return redacted(url).replace(/(\/\/)[^/?#]*@/, "$1***@");
}

function carriesToken(url: string): boolean {
  return /[?&]token=/i.test(url);
}

/** The encoder key that a channel's destination carries, for a state that lost it; undefined when it carries none. */
export function encoderKeyOf(channel: Channel): Secret | undefined {
  const url = channel.Destinations[0]?.Settings?.[0]?.Url;
  if (!(url instanceof Secret) || !URL.canParse(url.reveal())) return undefined;
  const token = new URL(url.reveal()).searchParams.get("token");
  return token === null ? undefined : Secret.of(token);
}
