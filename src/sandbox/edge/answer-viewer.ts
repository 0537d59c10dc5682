import type { Readable } from "node:stream";
import type { SandboxClock } from "../clock.ts";
import type { EdgeBehavior, EdgeConfig } from "./edge-config.ts";
import { type ReadyFunction, readyFunction } from "./edge-function.ts";
import type { EventContext } from "./function-event.ts";
import { objectReply } from "./object-reply.ts";
import type { Obtained } from "./object-source.ts";
import type { Wanted } from "./wanted.ts";
import { OriginFailure } from "./origin-client.ts";
import { normalisePath, pathMatcher } from "./path-match.ts";
import { errorReply, type Reply } from "./reply.ts";
import { applyResponseHeaders } from "./response-headers.ts";
import type { ViewerRequest } from "./viewer-request.ts";

type ReadyBehavior = EdgeBehavior & {
  readonly matches: (normalisedPath: string) => boolean;
  readonly onRequest: ReadyFunction | undefined;
  readonly onResponse: ReadyFunction | undefined;
};

/** Answers one request of a viewer. */
export type AnswerViewer = (
  viewer: ViewerRequest,
  body: Readable,
  context: EventContext,
) => Promise<Reply>;

/** Longest URL that CloudFront takes, in characters (CloudFront quotas). */
const MAX_URL_LENGTH = 8_192;

/** Makes the handler of a deployed configuration, from the choice of the behavior to the last header. */
export function createAnswerer({
  config,
  via,
  clock,
  obtain,
}: {
  readonly config: EdgeConfig;
  readonly via: string;
  readonly clock: SandboxClock;
  readonly obtain: (wanted: Wanted) => Promise<Obtained>;
}): AnswerViewer {
  const behaviors = config.behaviors.map((behavior): ReadyBehavior => ({
    ...behavior,
    matches: pathMatcher(behavior.pattern),
    onRequest: behavior.viewerRequest && readyFunction(behavior.viewerRequest),
    onResponse: behavior.viewerResponse && readyFunction(behavior.viewerResponse),
  }));

  return async (viewer, body, context) => {
    const { requestId } = context;
    const normalised = normalisePath(viewer.path);
    const behavior = behaviors.find(({ matches }) => matches(normalised));
    const refused = refuse({ config, behavior, viewer, requestId });
    if (refused !== undefined || behavior === undefined)
      return (
        refused ?? errorReply({ status: 403, reason: "No behavior fits this request.", requestId })
      );
    const rewritten = behavior.onRequest?.onRequest(viewer, context) ?? viewer;
    if ("status" in rewritten) return rewritten;
    const request = withRootObject(rewritten, config.defaultRootObject);
    const hasBody = viewer.headers.has("content-length") || viewer.headers.has("transfer-encoding");
    const wanted: Wanted = {
      viewer: request,
      behavior,
      errorTtlSeconds: config.errorTtlSeconds,
      mark: { requestId, via },
      body: hasBody ? body : undefined,
    };
    return finish({ made: await reply(wanted), viewer: request, behavior, context });
  };

  async function reply(wanted: Wanted): Promise<Reply> {
    try {
      const obtained = await obtain(wanted);
      if ("object" in obtained)
        return objectReply({
          object: obtained.object,
          result: obtained.result,
          viewer: wanted.viewer,
          now: clock.now(),
        });
      const { status, reason, headers, body } = obtained.answer;
      return { status, reason, headers, body, result: obtained.result, generated: false };
    } catch (error) {
      if (!(error instanceof OriginFailure)) throw error;
      return errorReply({
        status: error.status,
        reason: error.message,
        requestId: wanted.mark.requestId,
      });
    }
  }
}

function refuse({
  config,
  behavior,
  viewer,
  requestId,
}: {
  readonly config: EdgeConfig;
  readonly behavior: EdgeBehavior | undefined;
  readonly viewer: ViewerRequest;
  readonly requestId: string;
}): Reply | undefined {
  if (!config.enabled)
    return errorReply({ status: 403, reason: "The distribution is disabled.", requestId });
  if (config.blocksCountry)
    return errorReply({
      status: 403,
      reason: "The Amazon CloudFront distribution is configured to block access from your country.",
      requestId,
    });
  if (viewer.path.length + viewer.rawQuery.length > MAX_URL_LENGTH)
    return errorReply({
      status: 414,
      reason: "The URL is longer than 8,192 characters.",
      requestId,
    });
  if (behavior?.allowedMethods.has(viewer.method) === false)
    return errorReply({
      status: 403,
      reason:
        "This distribution is not configured to allow the HTTP request method that was used for this request. The distribution supports only cachable requests.",
      requestId,
    });
  const length = viewer.headers.get("content-length") ?? "0";
  if (viewer.method === "GET" && (length !== "0" || viewer.headers.has("transfer-encoding")))
    return errorReply({ status: 403, reason: "A GET request must not have a body.", requestId });
  if (behavior?.viewerProtocol === "https-only")
    return errorReply({
      status: 403,
      reason: "This distribution supports HTTPS requests only.",
      requestId,
    });
  if (behavior?.viewerProtocol === "redirect-to-https") return redirect(viewer);
  return undefined;
}

/** Loopback has no TLS listener to arrive at, but this is what a viewer over plain HTTP gets. */
function redirect(viewer: ViewerRequest): Reply {
  const query = viewer.rawQuery === "" ? "" : `?${viewer.rawQuery}`;
  const safe = viewer.method === "GET" || viewer.method === "HEAD";
  return {
    status: safe ? 301 : 307,
    headers: [
      ["Server", "CloudFront"],
      ["Location", `https://${viewer.headers.get("host") ?? ""}${viewer.path}${query}`],
    ],
    body: undefined,
    result: "Redirect",
    generated: true,
  };
}

function withRootObject(viewer: ViewerRequest, rootObject: string): ViewerRequest {
  return viewer.path === "/" && rootObject !== "" ? { ...viewer, path: `/${rootObject}` } : viewer;
}

function finish({
  made,
  viewer,
  behavior,
  context,
}: {
  readonly made: Reply;
  readonly viewer: ViewerRequest;
  readonly behavior: ReadyBehavior;
  readonly context: EventContext;
}): Reply {
  const { responseHeaders, onResponse } = behavior;
  const reply =
    responseHeaders === undefined || made.generated
      ? made
      : { ...made, headers: applyResponseHeaders(made.headers, responseHeaders, viewer) };
  // Functions do not see errors of the origin (developer guide, "Restrictions on edge functions").
  return onResponse === undefined || reply.generated || reply.status >= 400
    ? reply
    : onResponse.onResponse(reply, viewer, context);
}
