import type { AccountQuotas } from "./account-quotas.ts";
import type { SandboxClock } from "./clock.ts";
import type { CallObserver, Fault } from "./faults.ts";
import type { AccountLimits } from "./momento/limits.ts";
import type { Readings } from "./readings.ts";
import type { InventoryItem, Latency, LogLine } from "./world.ts";

/** The services that a sandbox listens for, each with its own port. */
export type SandboxService =
  | "medialive"
  | "cloudfront"
  | "iam"
  | "sts"
  | "ssm"
  | "scheduler"
  | "pricing"
  | "serviceQuotas"
  | "momentoRest"
  | "momentoGrpc"
  | "momentoAccount"
  | "control";

export type SandboxOptions = {
  /** Default `brief`. */
  readonly latency?: Latency | undefined;
  /**
   * Limits of the Momento account: `provisioned` (default) is ample, `on-demand` has the documented defaults; or single
   * limits, the others being those of `provisioned`.
   */
  readonly accountLimits?: "provisioned" | "on-demand" | Partial<AccountLimits> | undefined;
  /** The most that all caches hold together; full, they refuse writes until something expires. */
  readonly memoryMiB?: number | undefined;
  /** Quotas of the AWS account that differ from the documented defaults. */
  readonly quotas?: Partial<AccountQuotas> | undefined;
  /** Where RTMP pushes arrive; 0 takes a free one. Given, it is taken at once; the default, 1935, when an input needs it. */
  readonly rtmpPort?: number | undefined;
  /**
   * Fixed ports; every other service takes a free one. `testPattern` is the test pattern's own, `tlsProxy` the CONNECT
   * proxy's.
   */
  readonly ports?:
    | Readonly<Partial<Record<SandboxService | "testPattern" | "tlsProxy", number>>>
    | undefined;
  /** Path of ffmpeg, or `none` to do without; looked up in PATH by default. */
  readonly ffmpegPath?: string | undefined;
  readonly clock?: SandboxClock | undefined;
  readonly faults?: readonly Fault[] | undefined;
  /** Milliseconds of single transitions, by their names in `latency.ts`. */
  readonly transitionsMs?: Readonly<Record<string, number>> | undefined;
  /** The same ids and keys for the same text, in the same order of calls; random ones by default. */
  readonly seed?: string | undefined;
  /** Which of two documents to follow where they disagree. */
  readonly readings?: Readings | undefined;
  /** An IAM policy document: the only thing the AWS caller may do. Default: everything. */
  readonly policy?: unknown;
  /** Serve Momento over TLS too, behind a CONNECT proxy, with a certificate made at start. */
  readonly tls?: boolean | undefined;
  /** Where temporary files go; default the system's. */
  readonly tempDir?: string | undefined;
  readonly log?: ((line: LogLine) => void) | undefined;
  readonly onCall?: CallObserver | undefined;
};

/** How an unmodified client reaches the sandbox over TLS. */
export type TlsAccess = {
  /** For `grpc_proxy` (and `https_proxy`, `curl --proxy`). */
  readonly proxyUrl: string;
  /** PEM file for `GRPC_DEFAULT_SSL_ROOTS_FILE_PATH` and `curl --cacert`. */
  readonly certificateFile: string;
};

export type RunningSandbox = {
  readonly id: string;
  /** The AWS account, 12 digits. */
  readonly account: string;
  /** URLs without a trailing slash; `momentoGrpc` is `127.0.0.1:PORT`. */
  readonly endpoints: Readonly<Record<SandboxService, string>>;
  /** A super-user key in the v1 form. */
  readonly momentoApiKey: string;
  /** What somebody who is signed in to the console has; the vendor's own tests of keys ask for one. */
  readonly momentoSessionToken: string;
  /** A v2 key of the same account's owner. */
  readonly momentoAccountKey: string;
  /** What `--sandbox` fills in where the Spec says nothing. */
  readonly defaults: {
    readonly region: string;
    readonly input: { readonly type: "mp4-file"; readonly url: string };
  };
  /** Where RTMP pushes arrive. */
  readonly rtmpPort: number;
  /** How an MP4 input names a file of this machine: `own-files.ts` says how an address is made. */
  readonly files: { readonly url: string; readonly key: string };
  readonly tls?: TlsAccess | undefined;
  /** Everything that exists in all emulated clouds. */
  inventory(): readonly InventoryItem[];
  setFaults(faults: readonly Fault[]): void;
  close(): Promise<void>;
};
