import { jsonBody } from "../aws-json.ts";
import { requestId } from "../aws-request-id.ts";
import { signedRegion } from "../aws-scope.ts";
import type { JsonRecord } from "../json.ts";
import type { NamedError, WireAnswer, WireRequest, WireService } from "../wire.ts";
import type { Emulator } from "../world.ts";
import type { SchedulerContext } from "./invoke.ts";
import { SCHEDULER_OPERATIONS, type SchedulerRegion } from "./operations.ts";
import { invalid } from "./refusals.ts";
import { scheduleArn } from "./schedule.ts";
import { createScheduleStore } from "./store.ts";

/**
 * EventBridge Scheduler over REST-JSON: one-time schedules on the world's clock, which call their targets as their roles.
 * Each region that requests are signed for has its own; `region` is where a request that is not signed belongs.
 */
export function createScheduler(
  context: SchedulerContext,
  { region: fallback }: { readonly region: string },
): Emulator & { readonly service: WireService } {
  const { world } = context;
  const regions = new Map<string, SchedulerRegion>();
  const regionOf = (request: WireRequest): SchedulerRegion => {
    const name = signedRegion(request, fallback);
    const scope = { region: name, account: world.account };
    const region = regions.get(name) ?? {
      ...context,
      store: createScheduleStore(context, scope),
      tokens: new Map<string, JsonRecord>(),
    };
    regions.set(name, region);
    return region;
  };
  return {
    service: {
      name: "scheduler",
      route(request) {
        const path = /^\/schedules(?:\/([^/]+))?$/.exec(request.path);
        const [, name] = path ?? [];
        const found = Object.entries(SCHEDULER_OPERATIONS).find(
          ([, { method, named }]) => method === request.method && named === (name !== undefined),
        );
        if (path === null || found === undefined) return undefined;
        const [operation, { run }] = found;
        const region = regionOf(request);
        return {
          operation,
          resource: name === undefined ? undefined : scheduleArn(region.store.scope, name),
          actions: [`scheduler:${operation}`],
          answer: () =>
            // Whatever is percent-encoded is no character of a name.
            answer(
              200,
              run(region, { name: name ?? "", query: request.query, body: read(request) }),
            ),
        };
      },
      refuse,
      unknown: () => refuse({ name: "UnknownOperationException", status: 404, message: "" }),
    },
    inventory: () =>
      [...regions.values()].flatMap(({ store }) =>
        store.all().map(({ name, expression }) => ({
          service: "scheduler",
          kind: "schedule",
          id: name,
          name,
          status: expression,
        })),
      ),
    // Waits end with the world's closing.
    close: () => Promise.resolve(),
  };
}

function read({ body }: WireRequest): JsonRecord {
  const parsed = jsonBody(body);
  if (parsed !== undefined) return parsed;
  throw invalid("Could not parse the request body into a JSON object.");
}

function refuse(error: NamedError): WireAnswer {
  return answer(error.status, { Message: error.message }, { "x-amzn-errortype": error.name });
}

function answer(
  status: number,
  body: JsonRecord,
  headers: Readonly<Record<string, string>> = {},
): WireAnswer {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId(),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
