import type { Field } from "./fields/field.ts";
import type { CDN_FIELDS } from "./fields/fields-cdn.ts";
import type { CHANNEL_FIELDS } from "./fields/fields-channel.ts";
import type { HLS_FIELDS } from "./fields/fields-hls.ts";
import type { ORIGIN_FIELDS } from "./fields/fields-origin.ts";
import type { SectionOf } from "./fields/section.ts";

/** What the user wants and nothing else: no ids, no secrets. Every default is applied; the object is frozen. */
export type Spec = {
  /** `^[a-z][a-z0-9-]{2,31}$`. */
  readonly name: string;
  /** AWS region of the MediaLive channel. */
  readonly region: string;
  readonly origin: OriginSpec;
  readonly channel: ChannelSpec;
  readonly cdn: CdnSpec;
};

/**
 * `endpoint` is the bare host of the Momento cell, absent when a v1 key is to tell it; `cache` the name of the cache to be made:
 * the state knows the one in use, which a rotation may have moved to; `accountUrl` has no slash at its end.
 */
export type OriginSpec = SectionOf<typeof ORIGIN_FIELDS, "origin.">;

export type Input =
  | { readonly type: "rtmp-push"; readonly cidrs: readonly string[]; readonly streamName: string }
  | { readonly type: "rtp-push"; readonly cidrs: readonly string[] }
  | {
      readonly type: "srt-caller";
      readonly address: string;
      readonly port: number;
      readonly streamId?: string | undefined;
      readonly latencyMs: number;
    }
  | { readonly type: "hls-pull" | "mp4-file"; readonly url: string }
  | { readonly type: "existing"; readonly id: string };

export type RateControl = ChannelSpec["rateControl"];

/** One rung of the ladder, in the order of the master playlist. */
export type Rung = {
  /** `480p30`: output name and, after an underscore, its name modifier. */
  readonly name: string;
  readonly nameModifier: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly videoKbps: number;
  readonly audioKbps: number;
  /** VBR and QVBR only: the peak that every sum uses. */
  readonly maxVideoKbps?: number | undefined;
  /** Pixel aspect ratio, numerator and denominator: [4, 3] in the tutorial's anamorphic rungs, else [1, 1]. */
  readonly pixelAspect: readonly [number, number];
};

/** `windowSegments` is IndexNSegments: the segments that a variant playlist lists. */
type HlsSpec = SectionOf<typeof HLS_FIELDS, "channel.hls.">;

export type ChannelSpec = SectionOf<typeof CHANNEL_FIELDS, "channel."> & {
  /** Undefined only where the command does not need it (create-origin, create-cdn). */
  readonly input?: Input | undefined;
  /** The preset's name, or `custom`. */
  readonly ladderName: string;
  readonly ladder: readonly Rung[];
  readonly hls: HlsSpec;
};

export type CdnSpec = SectionOf<typeof CDN_FIELDS, "cdn.">;

/** What a command needs of the Spec. */
export type SpecPart = Field["part"];

/** All of it. */
export const SPEC_PARTS: readonly SpecPart[] = ["origin", "channel", "cdn"];
