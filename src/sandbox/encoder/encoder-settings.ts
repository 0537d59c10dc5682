/** What the encoder was told to make: read from the CreateChannel and CreateInput bodies alone, as MediaLive does. */
export type EncoderSettings = {
  readonly channelId: string;
  /** In the order of Outputs, which is the order of the master playlist. */
  readonly rungs: readonly RungSettings[];
  /** Whole frames per GOP at `fps`. */
  readonly gopFrames: number;
  /** SegmentLength as sent: integer seconds; segments end on the next keyframe at or after it. */
  readonly segmentLengthSeconds: number;
  readonly input: InputSettings;
  readonly inputLossAction: "EMIT_OUTPUT" | "PAUSE_OUTPUT";
  /** GlobalConfiguration.InputLossBehavior; absent members take the documented defaults. */
  readonly inputLoss?: InputLossSettings | undefined;
};

export type InputLossSettings = {
  readonly repeatFrameMs: number;
  readonly blackFrameMs: number;
  /** RGB as six hex digits; undefined = black. */
  readonly imageColor?: string | undefined;
};

export type RungSettings = {
  /** Output name. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly fps: { readonly numerator: number; readonly denominator: number };
  readonly pixelAspect: { readonly numerator: number; readonly denominator: number };
  /** `MAIN`, `HIGH` … as sent. */
  readonly profile: string;
  /** level_idc (31 = 3.1); undefined = automatic, the lowest that fits. */
  readonly level?: number | undefined;
  /** Frames per GOP of this rung where it differs from the channel's. */
  readonly gopFrames?: number | undefined;
  readonly rateControl: "CBR" | "VBR" | "QVBR";
  /** bits per second */
  readonly videoBitrate: number;
  readonly maxVideoBitrate: number;
  /** 0 = no audio */
  readonly audioBitrate: number;
  /** Hz */
  readonly sampleRate: number;
};

export type InputSettings =
  | {
      readonly type: "RTMP_PUSH";
      readonly app: string;
      readonly instance: string;
      readonly cidrs: () => readonly string[];
    }
  | { readonly type: "RTP_PUSH"; readonly port: number; readonly cidrs: () => readonly string[] }
  | {
      readonly type: "SRT_CALLER";
      readonly address: string;
      readonly port: number;
      readonly streamId?: string | undefined;
      readonly latencyMs: number;
    }
  | { readonly type: "URL_PULL"; readonly url: string }
  | { readonly type: "MP4_FILE"; readonly url: string; readonly loop: boolean };

/**
 * One closed group of pictures of one rung with its audio, as whole 188-byte packets that begin with PAT, PMT and the
 * keyframe.
 */
export type Gop = {
  /** Index into `rungs`. */
  readonly rung: number;
  readonly packets: Buffer;
  /** 90 kHz ticks of the keyframe, monotonic over the run of the channel (not wrapped to 33 bits). */
  readonly startTicks: number;
  readonly durationTicks: number;
  /**
   * The timeline jumps here (another source, a reconnect): the playlist gets EXT-X-DISCONTINUITY unless the timeline
   * could be continued.
   */
  readonly discontinuity: boolean;
};

/** Where pictures come from: the test pattern, or ffmpeg. GOPs of all rungs come in real time until `stop`. */
export type Source = { stop(): Promise<void> };

/** Starts a source; `emit` receives the GOPs, `alert` sets or clears (undefined message) a MediaLive alert. */
export type StartSource = (
  settings: EncoderSettings,
  emit: (gop: Gop) => void,
  alert: (type: string, message: string | undefined) => void,
) => Promise<Source>;
