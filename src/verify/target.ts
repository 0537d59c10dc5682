import type { CloudFrontClient } from "../services/cloudfront/api.ts";
import type { Channel, MediaLiveClient } from "../services/medialive/api.ts";
import type { LeakEnd } from "../services/momento/leak-remedy.ts";
import type { Secret } from "../config/secret.ts";
import type { Decoded } from "./decode-segment.ts";
import type { StreamMemory } from "./stream/stream-memory.ts";
import type { ReadPace } from "./read-pace.ts";
import type { ProcessorTimes } from "../platform/processors.ts";
import type { Shell } from "../config/text/shell-text.ts";

/**
 * How a channel stands to what was applied from this folder. `elsewhere`: it carries a key or a place that was not written from
 * here. `unknown`: what was applied is not known any more. `here`: `changed` are the paths of what differs, in the API's names.
 */
export type ChannelStanding =
  | { readonly is: "elsewhere" | "unknown" }
  | { readonly is: "here"; readonly changed: readonly string[] };

/** What is to be checked, and with what: addresses, credentials and clients, but nothing that we believe about them. */
export type VerifyTarget = {
  /** The master playlist at the edge; undefined while there is no distribution. */
  readonly playbackUrl: string | undefined;
  /** Undefined when only a URL is looked at. */
  readonly origin: { readonly restUrl: string; readonly cache: string } | undefined;
  /** Made from another folder, where its keys are kept. */
  readonly isElsewhere?: boolean;
  /** The player key that is kept here, for when the distribution does not tell the one it sends. */
  readonly storedPlayerKey: Secret | undefined;
  readonly channel: Remote<Pick<MediaLiveClient, "describeChannel" | "listAlerts">> | undefined;
  /** Undefined where there is no stack. */
  readonly standing?: ((channel: Channel) => ChannelStanding) | undefined;
  readonly distribution: Remote<Pick<CloudFrontClient, "getDistribution">> | undefined;
  readonly region: string;
  /** Largest item that the account reports, in bytes. */
  readonly maxItemBytes: () => Promise<number | undefined>;
  /** How fast the stream may be read without harm; undefined where nothing is known to be at its limit. */
  readonly readPace: () => Promise<ReadPace | undefined>;
  /** Of the Spec, where there is one. */
  readonly ttlSeconds?: number | undefined;
  /** False where the Spec says `--no-cors`. */
  readonly wantsCors: boolean;
  /** May one byte be written to try the rights of the keys? Not on every tick of a watch. */
  readonly probes: boolean;
  /** Makes names unlike any other. */
  readonly nonce: string;
  /** What an earlier look of a watch found in order; empty for a first look. */
  readonly memory: StreamMemory;
  /** Whose words printed commands are in. */
  readonly shell: Shell;
  /** What would end a leaked encoder key. */
  readonly leakEnd: LeakEnd;
  /** A command of ours for this stack: `start` → `live-origin start --sandbox`. */
  readonly command: (verb: string) => string;
  /** Asks another program about a segment; undefined when it is not installed. */
  readonly secondOpinion: (segment: Uint8Array) => Promise<SecondOpinion | undefined>;
  /** Decodes a few seconds and looks at what they show; undefined where no decoder is installed. */
  readonly decode: (media: Uint8Array, seconds: number) => Promise<Decoded | undefined>;
  /** Milliseconds since the epoch, and waiting. */
  readonly clock: {
    now(): number;
    sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  };
  /** By how many milliseconds the longest pause of this look was longer than asked for. */
  readonly late: { ms: number };
  /** How long this machine's processors have worked and rested; undefined where that says nothing of a look. */
  readonly processors: (() => ProcessorTimes) | undefined;
  readonly signal: AbortSignal;
};

/** A resource in AWS and how to ask about it. */
type Remote<Client> = {
  readonly id: string;
  readonly client: Client;
  /** For the `curl` that repeats it; without a trailing slash. */
  readonly endpoint: string;
};

/** What another program thinks of a segment. */
export type SecondOpinion = {
  readonly program: string;
  /** Codec names, for example `h264` and `aac`. */
  readonly codecs: readonly string[];
  /** What it complained about; empty when nothing. */
  readonly complaints: readonly string[];
};
