import {
  startSandbox,
  type RunningSandbox,
  type SandboxOptions,
} from "../../../src/sandbox/index.ts";

/** Emulated clouds that the command takes for the real ones: nothing but the environment says where they are. */
export type EmulatedClouds = {
  readonly sandbox: RunningSandbox;
  /** For a run without `--sandbox`. */
  readonly env: Readonly<Record<string, string>>;
};

const AWS = [
  "medialive",
  "cloudfront",
  "iam",
  "sts",
  "ssm",
  "scheduler",
  "pricing",
  "serviceQuotas",
] as const;

/** Starts the emulators, Momento's behind TLS as its SDK insists, with an AWS identity and a Momento key in the environment. */
export async function startClouds(options: SandboxOptions = {}): Promise<EmulatedClouds> {
  const sandbox = await startSandbox({ latency: "instant", rtmpPort: 0, tls: true, ...options });
  return {
    sandbox,
    env: {
      ...Object.fromEntries(
        AWS.map((service) => [
          `AWS_ENDPOINT_URL_${service === "serviceQuotas" ? "SERVICE_QUOTAS" : service.toUpperCase()}`,
          sandbox.endpoints[service],
        ]),
      ),
      AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000000",
      AWS_SECRET_ACCESS_KEY: "secret",
      grpc_proxy: sandbox.tls?.proxyUrl ?? "",
      GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: sandbox.tls?.certificateFile ?? "",
      MOMENTO_API_KEY: sandbox.momentoApiKey,
    },
  };
}
