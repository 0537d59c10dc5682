import { requestId } from "../aws-request-id.ts";
import { signedRegion } from "../aws-scope.ts";
import { asRecord, asList, asText, asTexts, parseJson, type JsonRecord } from "../json.ts";
import {
  Refusal,
  type NamedError,
  type WireAnswer,
  type WireRequest,
  type WireService,
} from "../wire.ts";
import type { Emulator, World } from "../world.ts";
import { SSM_OPERATIONS } from "./operations.ts";
import { nameOf, parameterArn } from "./parameter.ts";
import { createParameterStore, type ParameterStore } from "./store.ts";

type Ssm = Emulator & {
  readonly service: WireService;
  /** The decrypted value of a parameter; undefined when there is none. `region`: default the sandbox's. */
  read(name: string, region?: string): string | undefined;
};

/** Parameter Store over JSON 1.1. A request belongs to the region that it is signed for, else to `region`. */
export function createSsm(world: World, { region }: { readonly region: string }): Ssm {
  const stores = new Map<string, ParameterStore>();
  const storeOf = (place: string): ParameterStore => {
    const store = stores.get(place) ?? createParameterStore(world, place);
    stores.set(place, store);
    return store;
  };
  const service: WireService = {
    name: "ssm",
    route(request) {
      const operation = operationOf(request);
      const run = SSM_OPERATIONS[operation];
      if (run === undefined) return undefined;
      const store = storeOf(signedRegion(request, region));
      const body = read(request.body);
      const arns = namesIn(body ?? {}).map((name) =>
        parameterArn(store.region, world.account, nameOf(name).name),
      );
      const actions = actionsOf(operation, body ?? {});
      return {
        operation,
        resource: operation === "DescribeParameters" ? undefined : arns[0],
        actions,
        answer() {
          if (body === undefined) throw unreadable();
          for (const arn of arns.slice(1))
            for (const action of actions) if (!world.allows(action, arn)) throw denied(action, arn);
          return answer(200, run({ store, account: world.account, now: world.clock.now() }, body));
        },
      };
    },
    refuse: (error) => refuse(error),
    unknown: () => refuse({ name: "UnknownOperationException", status: 400, message: "" }),
  };
  return {
    service,
    read: (name, place = region) => storeOf(place).get(nameOf(name).name)?.value,
    inventory: () =>
      [...stores.values()].flatMap((store) =>
        store.all().map((one) => ({
          service: "ssm",
          kind: "parameter",
          id: one.name,
          name: one.name,
          tags: Object.fromEntries(one.tags),
        })),
      ),
    close: () => Promise.resolve(),
  };
}

function operationOf(request: WireRequest): string {
  const target = request.headers["x-amz-target"];
  return typeof target === "string" && request.method === "POST"
    ? target.replace(/^AmazonSSM\./, "")
    : "";
}

/** Tags at creation need ssm:AddTagsToResource as well (Systems Manager user guide). */
function actionsOf(operation: string, body: JsonRecord): readonly string[] {
  const tags = operation === "PutParameter" && asList(body["Tags"]).length > 0;
  return [`ssm:${operation}`, ...(tags ? ["ssm:AddTagsToResource"] : [])];
}

function namesIn(body: JsonRecord): readonly string[] {
  const one = asText(body["Name"]) ?? asText(body["ResourceId"]);
  return one === undefined ? asTexts(body["Names"]) : [one];
}

function read(body: Buffer): JsonRecord | undefined {
  try {
    return asRecord(parseJson(body.toString("utf8") || "{}"));
  } catch {
    return undefined;
  }
}

function unreadable(): Refusal {
  return new Refusal({ name: "SerializationException", status: 400, message: "" });
}

function denied(action: string, arn: string): Refusal {
  return new Refusal({
    name: "AccessDeniedException",
    status: 400,
    message: `User is not authorized to perform: ${action} on resource: ${arn}`,
  });
}

function refuse(error: NamedError): WireAnswer {
  const status = error.status === 403 ? 400 : error.status;
  return answer(status, { __type: error.name, message: error.message });
}

function answer(status: number, body: JsonRecord): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId() },
    body: JSON.stringify(body),
  };
}
