import type { WireAnswer, WireCall } from "../services/aws/wire-client.ts";
import type { ChannelSpec } from "../config/spec.ts";
import type { ViewerAnswer } from "../verify/client.ts";

/** What asking it takes: nothing; writes that are taken back at once; a running channel. */
export const GROUPS = ["reads", "writes", "show"] as const;
export type Group = (typeof GROUPS)[number];

/** The sandbox's rooms, whose registers the probes are. */
export type Area =
  | "cloudfront"
  | "edge"
  | "encoder"
  | "encoder/inputs"
  | "iam"
  | "medialive"
  | "momento"
  | "pricing"
  | "scheduler"
  | "ssm"
  | "sts";

/** One assumption of the sandbox as a question to the clouds. */
export type Probe = {
  readonly id: string;
  readonly area: Area;
  readonly question: string;
  /** What the sandbox answers. */
  readonly answer: string;
  /** Who says so; left out where it is inferred. */
  readonly source?: string;
} & (
  | { readonly group: "reads"; readonly ask: (lab: Lab) => Promise<string> }
  | { readonly group: "writes"; readonly ask: (lab: StackLab) => Promise<string> }
  /** Asked with one way of the encoder to show its key: `url-token` unless told. */
  | {
      readonly group: "show";
      readonly ask: (lab: ShowLab) => Promise<string>;
      readonly with?: ChannelSpec["encoderAuth"];
    }
  /** What no call can tell, and why. */
  | { readonly group: "unasked"; readonly why: string }
);

/** What a probe may use before anything is made. */
export type Lab = {
  readonly region: string;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly aws: (call: WireCall) => Promise<WireAnswer>;
  readonly pause: (milliseconds: number) => Promise<void>;
};

export type HttpOptions = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
};

/** With a stack of its own. */
export type StackLab = Lab & {
  /** One request to Momento's HTTP data API, below its address. */
  readonly momento: (path: string, options?: HttpOptions) => Promise<ViewerAnswer>;
  readonly cache: string;
  readonly encoderKey: string;
  readonly playerKey: string;
  readonly channelId: string;
  readonly inputId: string;
  /** The ARN of the role that may stop the channel. */
  readonly scheduleRole: string;
  readonly distributionId: string;
  /** What the distribution answered before it was Deployed; undefined when it was that already at the first look. */
  readonly early: string | undefined;
  readonly edge: (path: string, options?: HttpOptions) => Promise<ViewerAnswer>;
  /** UpdateChannel's body as it would be sent, in the names of the wire. */
  readonly channelBody: () => Json;
};

/** With its channel on air. */
export type ShowLab = StackLab & {
  /** The playlists at the origin when enough segments were there. */
  readonly master: string;
  readonly variant: string;
  /** The first segment that was listed. */
  readonly firstSegment: string;
  /** The variant playlist right after the channel had stopped, and the first one after it ran again. */
  readonly afterStop: string;
  readonly afterRestart: string;
  /** The alert of an encoder with a wrong key; `none` when none came. */
  readonly alert: string;
  /** What MediaLive answers while it runs. */
  readonly running: ReadonlyMap<string, string>;
};

/** JSON of the wire, to be spoiled. */
export type Json = { [name: string]: Json } & Json[];
