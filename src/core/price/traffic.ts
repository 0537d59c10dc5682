import { peakBits } from "../../config/ladder/bitrate.ts";
import type { PriceItem } from "../../config/price-item.ts";
import type { ChannelSpec, Spec } from "../../config/spec.ts";

const HOUR_SECONDS = 3600;
/** The margin of the segment-size rule, for the transport stream around picture and sound. */
const OVERHEAD = 1.1;
const GB = 1e9;

/** What the encoder writes in an hour, in GB of a billion bytes: all rungs. */
export function encoderGigabytes({ ladder, rateControl }: ChannelSpec): number {
  return gigabytesAnHour(ladder.reduce((all, rung) => all + peakBits(rung, rateControl), 0));
}

/** What one viewer of the top rung asks of the edge in an hour: bytes, requests, and calls of the function. */
export function edgeUse({ channel, cdn }: Spec): readonly {
  readonly what: string;
  readonly item: PriceItem;
  readonly quantity: number;
}[] {
  const { ladder, rateControl, segmentSeconds } = channel;
  const top = Math.max(...ladder.map((rung) => peakBits(rung, rateControl)));
  const segments = HOUR_SECONDS / segmentSeconds;
  // A player reads its variant playlist once a segment (RFC 8216), and the master once.
  const playlists = segments + 1;
  return [
    {
      what: "CloudFront data to the viewer",
      item: "cloudfront-data-out",
      quantity: gigabytesAnHour(top),
    },
    {
      what: "CloudFront requests",
      item: "cloudfront-https-requests",
      quantity: (segments + playlists) / 10_000,
    },
    ...(cdn.masterPlaylist === "edge"
      ? [
          {
            what: "CloudFront function calls",
            item: "cloudfront-function-calls",
            quantity: playlists / 1_000_000,
          },
        ]
      : []),
  ];
}

function gigabytesAnHour(bitsPerSecond: number): number {
  return (bitsPerSecond * OVERHEAD * HOUR_SECONDS) / 8 / GB;
}
