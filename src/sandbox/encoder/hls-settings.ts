/** What the packager and the uploader were told: read from the HLS output group of the CreateChannel body. */
export type HlsSettings = {
  readonly destination: Destination;
  /** What of the destination's query string is on each variant in the master: `?ttl_seconds=3600`. */
  readonly masterQuery: string;
  /** Between name modifiers and the segment counter. */
  readonly counterSeparator: string;
  readonly upload: UploadSettings;
  readonly selection: "MANIFESTS_AND_SEGMENTS" | "SEGMENTS_ONLY" | "VARIANT_MANIFESTS_AND_SEGMENTS";
  /** Segments in a variant playlist. */
  readonly windowSegments: number;
  readonly durationFormat: "FLOATING_POINT" | "INTEGER";
  readonly codecSpecification: "RFC_4281" | "RFC_6381";
  readonly resolutionInMaster: boolean;
  /** Seconds between EXT-X-PROGRAM-DATE-TIME tags; undefined = none. */
  readonly programDateTimeSeconds?: number | undefined;
  readonly discontinuityTags: boolean;
  readonly allowCache: boolean;
  /** Prepended to the variant playlists' names in the master. */
  readonly manifestPrefix: string;
  /** Prepended to the segments' names in the variant playlists. */
  readonly contentPrefix: string;
  readonly outputs: readonly HlsOutputSettings[];
};

/** One output; its rung has the same index in the encoder's settings. */
export type HlsOutputSettings = {
  readonly name: string;
  readonly nameModifier: string;
  readonly segmentModifier: string;
  /** `mp4a.40.2`; undefined without audio. */
  readonly audioCodec?: string | undefined;
  readonly stream: StreamSettings;
};

/** M3u8Settings: the identifiers inside the transport stream. */
export type StreamSettings = {
  readonly transportStreamId: number;
  readonly programNumber: number;
  readonly pmtPid: number;
  readonly videoPid: number;
  readonly audioPid: number;
};

/** A destination URL in its parts, nothing decoded or normalised. */
export type Destination = {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** `/cache/live-origin/` */
  readonly directory: string;
  /** `playlist` */
  readonly baseName: string;
  /** `?ttl_seconds=3600`, or empty. */
  readonly query: string;
};

export type UploadSettings = {
  /** `challenge`: credentials only when the server asks for them (HLS basic PUT); `up-front`: with every request (HLS Akamai). */
  readonly credentials: "challenge" | "up-front";
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly retryIntervalSeconds: number;
  readonly retries: number;
  /** 0 = never restart. */
  readonly restartDelaySeconds: number;
  readonly filecacheSeconds: number;
};
