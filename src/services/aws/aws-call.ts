import type { ServiceName } from "../../core/engine/call.ts";
import { retry } from "../../core/engine/retry.ts";
import { type CallOptions, retryListener, type RetryOptions } from "./call-options.ts";
import { awsTransient, awsUnreachable } from "./aws-error.ts";
import { awsFailure } from "./aws-failure.ts";

/** One request to AWS. */
type AwsCall<Answer> = {
  readonly service: ServiceName;
  readonly operation: string;
  readonly profile?: string | undefined;
  /** Over all attempts; 60,000 unless told. */
  readonly deadlineMs?: number;
  /** More reasons to try again than `awsTransient` knows, asked first. */
  readonly transient?: (error: unknown) => string | undefined;
  /** One attempt. Refusals that are answers (NotFound on remove) are caught inside. */
  readonly send: (attempt: number) => Promise<Answer>;
};

const QUICK_TRIES = 3;

/**
 * Sends one request to AWS until it is answered, within one deadline; a host that cannot be reached is tried three
 * times only. Throws LiveOriginErrors made by `awsFailure`, or the signal's reason.
 */
export async function awsCall<Answer>(
  pace: RetryOptions,
  callOptions: CallOptions,
  call: AwsCall<Answer>,
): Promise<Answer> {
  let unreachable = 0;
  const transient = (error: unknown): string | undefined => {
    const reason = call.transient?.(error) ?? awsTransient(error);
    if (reason !== undefined || !awsUnreachable(error)) return reason;
    unreachable += 1;
    return unreachable < QUICK_TRIES ? "unreachable" : undefined;
  };
  try {
    return await retry(
      {
        clock: pace.clock,
        random: pace.random,
        signal: callOptions.signal,
        ...retryListener(pace, callOptions, `${call.service}:${call.operation}`),
      },
      {
        transient,
        deadlineMs: call.deadlineMs ?? 60_000,
        firstDelayMs: 300,
        maxDelayMs: 10_000,
      },
      call.send,
    );
  } catch (error) {
    callOptions.signal.throwIfAborted();
    throw awsFailure(error, call);
  }
}
