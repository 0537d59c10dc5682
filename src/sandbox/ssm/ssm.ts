import {
  jsonAnswer,
  jsonBody,
  jsonOperation,
  jsonRefusal,
  jsonUnknown,
  readJson,
} from "../aws-json.ts";
import { signedRegion } from "../aws-scope.ts";
import { accessDenied } from "../caller.ts";
import { asList, asText, asTexts, type JsonRecord } from "../json.ts";
import type { WireService } from "../wire.ts";
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
      const operation = jsonOperation(request, "AmazonSSM.");
      const run = SSM_OPERATIONS[operation];
      if (run === undefined) return undefined;
      const store = storeOf(signedRegion(request, region));
      const asked = jsonBody(request.body) ?? {};
      const arns = namesIn(asked).map((name) =>
        parameterArn(store.region, world.account, nameOf(name).name),
      );
      const actions = actionsOf(operation, asked);
      return {
        operation,
        resource: operation === "DescribeParameters" ? undefined : arns[0],
        actions,
        answer() {
          const body = readJson(request.body);
          for (const arn of arns.slice(1))
            for (const action of actions)
              if (!world.allows(action, arn))
                throw accessDenied({ account: world.account, action, resource: arn });
          return jsonAnswer(run({ store, account: world.account, now: world.clock.now() }, body));
        },
      };
    },
    refuse: (error) => jsonRefusal(error, "message"),
    unknown: jsonUnknown,
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

/** Tags at creation need ssm:AddTagsToResource as well (Systems Manager user guide). */
function actionsOf(operation: string, body: JsonRecord): readonly string[] {
  const tags = operation === "PutParameter" && asList(body["Tags"]).length > 0;
  return [`ssm:${operation}`, ...(tags ? ["ssm:AddTagsToResource"] : [])];
}

function namesIn(body: JsonRecord): readonly string[] {
  const one = asText(body["Name"]) ?? asText(body["ResourceId"]);
  return one === undefined ? asTexts(body["Names"]) : [one];
}
