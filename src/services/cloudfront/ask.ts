import type { CallOptions, RetryOptions } from "../aws/call-options.ts";
import { awsCall } from "../aws/aws-call.ts";
import { isAwsError } from "../aws/aws-error.ts";
import type { Removed } from "./api.ts";

const STALE = ["PreconditionFailed", "InvalidIfMatchVersion"];
const NO_SUCH = [
  "NoSuchDistribution",
  "NoSuchFunctionExists",
  "NoSuchCachePolicy",
  "NoSuchResource",
];
const IN_USE = ["DistributionNotDisabled", "ResourceInUse", "FunctionInUse", "CachePolicyInUse"];

/** It comes as a 412, like an outdated ETag, and only its words tell (seen in public reports of 2026). */
const isSubscribed = (error: unknown): boolean =>
  error instanceof Error && /subscribed to a pricing plan/i.test(error.message);

type Send<Answer> = () => Promise<Answer>;

/** The ways to ask CloudFront: each is retried under one deadline and turns its own refusals into answers. */
export type Ask = {
  call<Answer>(callOptions: CallOptions, operation: string, send: Send<Answer>): Promise<Answer>;
  /** What does not exist is undefined. */
  existing<Answer>(
    callOptions: CallOptions,
    operation: string,
    send: Send<Answer>,
  ): Promise<Answer | undefined>;
  /** The refusal named `taken` is the answer `exists`. */
  unlessTaken<Answer>(
    callOptions: CallOptions,
    what: { readonly operation: string; readonly taken: string },
    send: Send<Answer>,
  ): Promise<Answer | "exists">;
  remove(callOptions: CallOptions, operation: string, send: Send<unknown>): Promise<Removed>;
};

/** Binds the ways to ask to a clock and a profile. A write reads its ETag in the same attempt, so a 412 is worth another. */
export function cloudFrontAsk(pace: RetryOptions, profile: string | undefined): Ask {
  const call: Ask["call"] = (callOptions, operation, send) =>
    awsCall(pace, callOptions, {
      service: "cloudfront",
      operation,
      profile,
      transient: (error) =>
        isAwsError(error, ...STALE) ? "changed by somebody else meanwhile" : undefined,
      send,
    });
  return {
    call,
    existing: (callOptions, operation, send) =>
      call(callOptions, operation, async () => {
        try {
          return await send();
        } catch (error) {
          if (isAwsError(error, ...NO_SUCH)) return undefined;
          throw error;
        }
      }),
    unlessTaken: (callOptions, { operation, taken }, send) =>
      call(callOptions, operation, async () => {
        try {
          return await send();
        } catch (error) {
          if (isAwsError(error, taken)) return "exists" as const;
          throw error;
        }
      }),
    remove: (callOptions, operation, send) =>
      call(callOptions, operation, async () => {
        try {
          await send();
          return "removed";
        } catch (error) {
          if (isAwsError(error, ...NO_SUCH)) return "gone";
          if (isAwsError(error, ...IN_USE)) return "busy";
          if (isSubscribed(error)) return "subscribed";
          if (isAwsError(error, ...STALE)) return "stale";
          throw error;
        }
      }),
  };
}
