/** Where and as whom the AWS clients work. In a rehearsal the caller gives `endpoint` and dummy `credentials`. */
export type AwsAccess = {
  /** Undefined lets the SDK take it from the profile or `AWS_REGION`. */
  readonly region?: string | undefined;
  /** Undefined lets the SDK take `AWS_PROFILE`, else `default`. */
  readonly profile?: string | undefined;
  /** Base URL; undefined means AWS, or what `AWS_ENDPOINT_URL_<SERVICE>` says. */
  readonly endpoint?: string | undefined;
  /** Undefined means the SDK's usual chain. */
  readonly credentials?: AwsCredentials | undefined;
};

type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** What every AWS client of ours is constructed with. */
type AwsOptions = {
  readonly maxAttempts: 1;
  /** The adaptive mode, which a profile or `AWS_RETRY_MODE` may ask for, makes calls wait where nobody sees it. */
  readonly retryMode: "standard";
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly socketTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
  readonly region?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly credentials?: AwsCredentials;
};

/**
 * The configuration of an AWS client: one attempt, because our own `retry` accounts for all of them, and time-outs that
 * end an attempt (5 s to connect, 30 s until the answer begins, 30 s of silence in the middle of it). What is not given is left
 * out, not set to undefined: the SDK then asks its own chain (profile, environment, `AWS_ENDPOINT_URL_<SERVICE>`).
 */
export function awsOptions(access: AwsAccess): AwsOptions {
  return {
    maxAttempts: 1,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      socketTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
    ...(access.region === undefined ? {} : { region: access.region }),
    ...(access.profile === undefined ? {} : { profile: access.profile }),
    ...(access.endpoint === undefined ? {} : { endpoint: access.endpoint }),
    ...(access.credentials === undefined ? {} : { credentials: access.credentials }),
  };
}
