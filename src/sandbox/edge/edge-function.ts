import type { EdgeFunction } from "./edge-config.ts";
import { type EventContext, eventResponse, functionEvent } from "./function-event.ts";
import {
  FunctionValidationError,
  isResponse,
  readRequest,
  readResponse,
} from "./function-outcome.ts";
import { compileFunction } from "./function-runtime.ts";
import { errorReply, type Reply } from "./reply.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/** A function made ready to run at the edge. */
export type ReadyFunction = {
  /** The request to go on with, or the answer that the function made. */
  readonly onRequest: (viewer: ViewerRequest, context: EventContext) => ViewerRequest | Reply;
  /** The answer as the function changed it. */
  readonly onResponse: (reply: Reply, viewer: ViewerRequest, context: EventContext) => Reply;
};

/** Prepares a function; its mistakes become the error answers that CloudFront gives (developer guide, "HTTP 503 … function"). */
export function readyFunction({ code }: EdgeFunction): ReadyFunction {
  const run = compileFunction(code);
  const attempt = <T>(
    event: object,
    context: EventContext,
    use: (value: unknown) => T,
  ): T | Reply => {
    const outcome = run(event);
    if ("error" in outcome)
      return errorReply({
        status: 503,
        reason:
          "The CloudFront function associated with the CloudFront distribution is invalid or could not run.",
        requestId: context.requestId,
        result: "FunctionExecutionError",
      });
    try {
      return use(outcome.value);
    } catch (error) {
      if (!(error instanceof FunctionValidationError)) throw error;
      return errorReply({
        status: 502,
        reason: `The CloudFront function returned an invalid value: ${error.message}`,
        requestId: context.requestId,
        result: "FunctionValidationError",
      });
    }
  };
  return {
    onRequest: (viewer, context) =>
      attempt(functionEvent(context, viewer), context, (value): ViewerRequest | Reply => {
        if (!isResponse(value)) return readRequest(value, viewer);
        const { status, reason, headers, body } = readResponse(value);
        return {
          status,
          reason,
          headers: [["Server", "CloudFront"], ...headers],
          body,
          result: "FunctionGeneratedResponse",
          generated: true,
        };
      }),
    onResponse: (reply, viewer, context) => {
      const response = eventResponse(reply.status, reply.reason, reply.headers);
      return attempt(functionEvent(context, viewer, response), context, (value): Reply => {
        const { status, reason, headers, body } = readResponse(value, response.headers);
        if (body === undefined) return { ...reply, status, reason, headers };
        const rest = headers.filter(([name]) => name.toLowerCase() !== "content-length");
        return { ...reply, status, reason, headers: rest, body };
      });
    },
  };
}
