import { queryAnswer, queryCall, queryError, queryUnknown } from "../aws-query.ts";
import { requestId } from "../aws-request-id.ts";
import { callerArn } from "../caller.ts";
import type { WireService } from "../wire.ts";
import type { World } from "../world.ts";

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** STS over the Query protocol: GetCallerIdentity, which needs no permission (STS API reference). */
export function createSts(world: World): { readonly service: WireService } {
  const service: WireService = {
    name: "sts",
    route(request) {
      if (queryCall(request)?.action !== "GetCallerIdentity") return undefined;
      return {
        operation: "GetCallerIdentity",
        actions: [],
        answer: () =>
          queryAnswer({
            action: "GetCallerIdentity",
            namespace: NAMESPACE,
            requestId: requestId(),
            result: {
              Arn: callerArn(world.account),
              UserId: "AIDAREHEARSAL00000000",
              Account: world.account,
            },
          }),
      };
    },
    refuse: (error) => queryError(error, NAMESPACE, requestId()),
    unknown: (request) => queryUnknown(request, NAMESPACE, requestId()),
  };
  return { service };
}
