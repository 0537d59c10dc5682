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

export type OriginSpec = {
  /** Bare Momento cell host (`cell-4-us-west-2-1.prod.a.momentohq.com`); undefined when a v1 key is to tell it. */
  readonly endpoint?: string | undefined;
  /** Name of the cache to be made; the state knows the one in use, which a rotation may have moved to. */
  readonly cache: string;
  readonly ttlSeconds: number;
  readonly keyDays: number;
  /** Both keys are v2 keys of roles of their own, made through the account API, so that they can be revoked. */
  readonly revocableKeys: boolean;
  /** Base URL of Momento's account API, without a slash at its end. */
  readonly accountUrl: string;
};

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

export type RateControl = "CBR" | "VBR" | "QVBR";

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

export type HlsSpec = {
  readonly connectionRetryIntervalSeconds: number;
  readonly numRetries: number;
  readonly filecacheSeconds: number;
  readonly restartDelaySeconds: number;
  /** IndexNSegments: segments a variant playlist lists. */
  readonly windowSegments: number;
  readonly keepSegments: number;
};

export type ChannelSpec = {
  /** Undefined only where the command does not need it (create-origin, create-cdn). */
  readonly input?: Input | undefined;
  /** The preset's name, or `custom`. */
  readonly ladderName: string;
  readonly ladder: readonly Rung[];
  readonly segmentSeconds: number;
  readonly gopSeconds: number;
  readonly rateControl: RateControl;
  readonly hls: HlsSpec;
  readonly class: "SINGLE_PIPELINE";
  readonly segmentNames: "restart-safe" | "tutorial";
  readonly encoderAuth: "url-token" | "parameter-store";
  /** An existing MediaLive role, used and never changed; undefined = our own role is made. */
  readonly roleArn?: string | undefined;
  readonly sizeRule: "bytes" | "tutorial";
};

export type CdnSpec = {
  readonly masterPlaylist: "edge" | "origin";
  /** 0 = CachingDisabled. */
  readonly playlistCacheSeconds: number;
  readonly cors: boolean;
};

/** What a command needs of the Spec. */
export type SpecPart = "origin" | "channel" | "cdn";
