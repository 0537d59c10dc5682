import { withTimeLimit } from "../time-limit.ts";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { awsOptions, type AwsAccess } from "./aws-options.ts";

/** One request as it goes on the wire: what no SDK would send can be sent too. */
export type WireCall = {
  readonly service: "medialive" | "cloudfront" | "iam" | "sts" | "ssm" | "scheduler";
  readonly method?: string;
  /** Begins with a slash. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type WireAnswer = {
  readonly status: number;
  /** The cloud's name for what went wrong, without a namespace; undefined below 400. */
  readonly error: string | undefined;
  readonly headers: Headers;
  readonly body: string;
};

export type WireClient = {
  /** One attempt, 30 s. Rejects when nothing answers. */
  send(call: WireCall, signal: AbortSignal): Promise<WireAnswer>;
  close(): void;
};

/** Services without a region sign for this one. */
const GLOBAL = "us-east-1";
const IS_GLOBAL: ReadonlySet<string> = new Set(["cloudfront", "iam"]);
const TIMEOUT_MS = 30_000;

/** Signs requests (AWS Signature Version 4) and sends them as they are. `endpoint` names a rehearsal's. */
export function connectWire(
  access: AwsAccess & { readonly region: string },
  endpoint: (service: WireCall["service"]) => string | undefined,
): WireClient {
  const sts = new STSClient(awsOptions(access));
  return {
    async send({ service, method = "GET", path = "/", query = {}, headers = {}, body }, signal) {
      const region = IS_GLOBAL.has(service) ? GLOBAL : access.region;
      const host = `${service}.${IS_GLOBAL.has(service) ? "" : `${region}.`}amazonaws.com`;
      const base = new URL(endpoint(service) ?? `https://${host}`);
      const signer = new SignatureV4({
        service,
        region,
        credentials: sts.config.credentials,
        sha256: Sha256,
      });
      const signed = await signer.sign({
        method,
        protocol: base.protocol,
        hostname: base.hostname,
        path,
        query: { ...query },
        headers: { ...headers, host: base.host },
        ...(body === undefined ? {} : { body }),
      });
      const { host: _host, ...sent } = signed.headers;
      const url = new URL(path, base);
      url.search = new URLSearchParams(query).toString();
      const answer = await fetch(url, {
        method,
        headers: sent,
        redirect: "manual",
        signal: withTimeLimit(signal, TIMEOUT_MS),
        ...(body === undefined ? {} : { body }),
      });
      const text = await answer.text();
      const error = answer.status < 400 ? undefined : errorName(answer.headers, text);
      return { status: answer.status, error, headers: answer.headers, body: text };
    },
    close: () => sts.destroy(),
  };
}

function errorName(headers: Headers, body: string): string {
  const named =
    headers.get("x-amzn-errortype") ??
    /<Code>([^<]*)/.exec(body)?.[1] ??
    /"__type"\s*:\s*"([^"]*)"/.exec(body)?.[1] ??
    /"message"\s*:\s*"([^"]*)"/i.exec(body)?.[1] ??
    "";
  return named.replace(/:http.*$/, "").replace(/^.*#/, "");
}

/** What the signer asks for, made of Node's own. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: unknown) {
    this.#hash =
      secret === undefined
        ? createHash("sha256")
        : createHmac("sha256", secret as string | Uint8Array);
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(
      typeof data === "string"
        ? data
        : ArrayBuffer.isView(data)
          ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
          : new Uint8Array(data),
    );
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }
}
