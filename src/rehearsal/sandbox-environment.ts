import { suggestedSettings, type SandboxFile } from "./sandbox-file.ts";

/** Names of `AWS_ENDPOINT_URL_…` by the sandbox's own. */
const AWS_NAMES = {
  medialive: "MEDIALIVE",
  cloudfront: "CLOUDFRONT",
  iam: "IAM",
  sts: "STS",
  ssm: "SSM",
  scheduler: "SCHEDULER",
  pricing: "PRICING",
  serviceQuotas: "SERVICE_QUOTAS",
} as const;

/**
 * The environment in which unmodified SDKs and command lines of AWS and Momento talk to a sandbox. Momento's SDK wants TLS: the
 * proxy and its authority are there with `sandbox --tls` alone.
 */
export function sandboxEnvironment(file: SandboxFile): Readonly<Record<string, string>> {
  const { endpoints, tls, momentoApiKey, momentoSessionToken, rtmpPort } = file;
  const { region } = suggestedSettings(file) as { region: string };
  return {
    ...Object.fromEntries(
      Object.entries(AWS_NAMES).flatMap(([service, name]) => {
        const url = endpoints[service as keyof typeof AWS_NAMES];
        return url === undefined ? [] : [[`AWS_ENDPOINT_URL_${name}`, url]];
      }),
    ),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: "rehearsal",
    AWS_SECRET_ACCESS_KEY: "rehearsal",
    MOMENTO_API_KEY: momentoApiKey,
    ...(momentoSessionToken !== undefined && { MOMENTO_SESSION_TOKEN: momentoSessionToken }),
    MOMENTO_REST_ENDPOINT: endpoints.momentoRest,
    MOMENTO_GRPC_ENDPOINT: endpoints.momentoGrpc,
    ...(rtmpPort !== undefined && { SANDBOX_RTMP_PORT: String(rtmpPort) }),
    ...(endpoints.control !== undefined && { SANDBOX_CONTROL_URL: endpoints.control }),
    ...(tls !== undefined && {
      grpc_proxy: tls.proxyUrl,
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: tls.certificateFile,
    }),
  };
}
