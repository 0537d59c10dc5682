import type { IncomingHttpHeaders } from "node:http";
import type { Welcome } from "./neighbour.ts";

/** One HTTP request as it came off the wire, body read. */
export type WireRequest = {
  readonly method: string;
  /** Raw path as sent, still percent-encoded, without the query. */
  readonly path: string;
  /** Raw query without the question mark; empty when there is none. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly remoteAddress: string;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
};

/** An error in the cloud's own terms: `ConflictException`, 409 … */
export type NamedError = {
  readonly name: string;
  readonly status: number;
  readonly message: string;
  /** MediaLive's 422. */
  readonly validationErrors?: readonly {
    readonly elementPath: string;
    readonly errorMessage: string;
  }[];
};

/** A request that a service recognised. */
export type Route = {
  readonly operation: string;
  /** The resource's id or name where the request tells it: for the log, for faults and for authorisation. */
  readonly resource?: string | undefined;
  /** IAM actions that the caller needs, for example `medialive:CreateChannel`; empty for Momento. */
  readonly actions?: readonly string[];
  /** Does the work. Throws {@link Refusal} for what the cloud would refuse. */
  readonly answer: () => WireAnswer | Promise<WireAnswer>;
};

/** An emulated HTTP service: recognises requests and words its refusals as the cloud does. */
export type WireService = {
  readonly name: string;
  /** Who may ask besides programs of this machine; nobody by default. */
  readonly welcome?: Welcome | undefined;
  /** Longest body that is read; 10 MiB by default. */
  readonly maxBodyBytes?: number | undefined;
  route(request: WireRequest): Route | undefined;
  /** The body and headers that make the SDK throw the named exception. */
  refuse(error: NamedError): WireAnswer;
  /** What the cloud answers to an operation it does not know. */
  unknown(request: WireRequest): WireAnswer;
};

/** Thrown inside an emulator for what the cloud would refuse. */
export class Refusal extends Error {
  readonly error: NamedError;
  constructor(error: NamedError) {
    super(`${error.name}: ${error.message}`);
    this.error = error;
  }
}
