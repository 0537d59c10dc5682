import { queryAnswer, queryCall, queryError, queryUnknown, type QueryCall } from "../aws-query.ts";
import { requestId } from "../aws-request-id.ts";
import type { WireService } from "../wire.ts";
import type { Emulator, World } from "../world.ts";
import { trustAllows } from "./documents.ts";
import { IAM_OPERATIONS } from "./operations.ts";
import { evaluatePolicies, type RequestContext } from "./policy.ts";
import { createRoleStore } from "./role-store.ts";
import { roleArn, type PreloadedRole } from "./role.ts";

const NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/";

const MEDIALIVE = "medialive.amazonaws.com";
const TAGGED = "assume-role-and-tag-session";

export type Iam = Emulator & {
  readonly service: WireService;
  /** Can `principal` (`medialive.amazonaws.com`) assume the role now? False for a role that is too fresh. */
  trusts(arn: string, principal: string, context?: RequestContext): boolean;
  /** May whoever assumed the role do `action` on `resource` (an ARN)? */
  allowsRole(arn: string, action: string, resource: string): boolean;
};

/** IAM's roles over the Query protocol. `roles` are there from the start. */
export function createIam(
  world: World,
  { roles = [] }: { readonly roles?: readonly PreloadedRole[] | undefined } = {},
): Iam {
  const store = createRoleStore(world, roles);
  const resource = (call: QueryCall): string => {
    const name = call.text("RoleName");
    if (name === undefined)
      return `arn:aws:iam::${world.account}:role${call.text("PathPrefix") ?? "/"}`;
    const known = store.all().find((role) => role.name.toLowerCase() === name.toLowerCase());
    return known?.arn ?? roleArn(world.account, call.text("Path") ?? "/", name);
  };
  const service: WireService = {
    name: "iam",
    route(request) {
      const call = queryCall(request);
      const operation = call === undefined ? undefined : IAM_OPERATIONS[call.action];
      if (call === undefined || operation === undefined) return undefined;
      return {
        operation: call.action,
        resource: resource(call),
        actions: actionsOf(call),
        answer: () =>
          queryAnswer({
            action: call.action,
            namespace: NAMESPACE,
            requestId: requestId(),
            result: operation(store, call),
          }),
      };
    },
    refuse: (error) => queryError(error, NAMESPACE, requestId()),
    unknown: (request) => queryUnknown(request, NAMESPACE, requestId()),
  };
  return {
    service,
    trusts(arn, principal, context = {}) {
      const role = store.byArn(arn);
      const tagged = principal === MEDIALIVE && world.readings?.trust === TAGGED;
      const actions = ["sts:assumerole", ...(tagged ? ["sts:tagsession"] : [])];
      return (
        role !== undefined &&
        world.clock.now() >= role.assumableAt &&
        actions.every((action) => trustAllows(role.trust, { principal, action, context }))
      );
    },
    allowsRole(arn, action, on) {
      const role = store.byArn(arn);
      if (role === undefined) return false;
      const documents = [
        ...role.policies.values(),
        ...role.attached.map(({ document }) => document),
      ];
      return evaluatePolicies(documents, action, on);
    },
    inventory: () =>
      store.all().map((role) => ({
        service: "iam",
        kind: "role",
        id: role.name,
        name: role.name,
        tags: Object.fromEntries(role.tags),
      })),
    close: () => Promise.resolve(),
  };
}

/** Tags at creation need iam:TagRole as well (IAM user guide, tagging). */
function actionsOf(call: QueryCall): readonly string[] {
  const tagged = call.action === "CreateRole" && call.pairs("Tags").length > 0;
  return [`iam:${call.action}`, ...(tagged ? ["iam:TagRole"] : [])];
}
