import type { QueryCall, XmlValue } from "../aws-query.ts";
import { checkInline, checkTrust } from "./documents.ts";
import { policyName, withTags } from "./names.ts";
import { page } from "./paging.ts";
import { deleteConflict, noSuchPolicy } from "./refusals.ts";
import type { RoleStore } from "./role-store.ts";
import { encodedDocument, roleSummary, roleView, tagList } from "./role-view.ts";

/** An operation's work: its result element's content, or undefined where IAM answers none. */
type IamOperation = (store: RoleStore, call: QueryCall) => XmlValue | undefined;

/** What IAM can do here, by Action. */
export const IAM_OPERATIONS: Readonly<Record<string, IamOperation>> = {
  CreateRole: (store, call) => ({ Role: roleView(store.create(call)) }),
  GetRole: (store, call) => ({ Role: { ...roleView(store.named(call)), RoleLastUsed: "" } }),
  ListRoles(store, call) {
    const prefix = call.text("PathPrefix") ?? "/";
    const { items, rest } = page(
      store.all().filter(({ path }) => path.startsWith(prefix)),
      call,
    );
    return { Roles: items.map(roleSummary), ...rest };
  },
  DeleteRole(store, call) {
    const role = store.named(call);
    if (role.policies.size > 0)
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    if (role.attached.length > 0)
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    store.remove(role);
    return undefined;
  },
  UpdateAssumeRolePolicy(store, call) {
    const role = store.named(call);
    store.change(role, { trust: checkTrust(call.text("PolicyDocument")) });
    return undefined;
  },
  UpdateRole(store, call) {
    const role = store.named(call);
    const description = call.text("Description");
    if (description !== undefined) store.change(role, { description });
    return {};
  },
  TagRole(store, call) {
    const role = store.named(call);
    store.change(role, { tags: withTags(role.tags, call) });
    return undefined;
  },
  UntagRole(store, call) {
    const role = store.named(call);
    const gone = new Set(call.values("TagKeys").map((key) => key.toLowerCase()));
    const left = [...role.tags].filter(([key]) => !gone.has(key.toLowerCase()));
    store.change(role, { tags: new Map(left) });
    return undefined;
  },
  ListRoleTags(store, call) {
    const { items, rest } = page([...store.named(call).tags], call);
    return { Tags: tagList(new Map(items)), ...rest };
  },
  PutRolePolicy(store, call) {
    const role = store.named(call);
    const name = policyName(call);
    const others = [...role.policies].filter(([other]) => other !== name);
    const document = checkInline(
      call.text("PolicyDocument"),
      others.map(([, text]) => text),
    );
    store.change(role, { policies: new Map([...others, [name, document]]) });
    return undefined;
  },
  GetRolePolicy(store, call) {
    const role = store.named(call);
    const name = policyName(call);
    const document = role.policies.get(name);
    if (document === undefined) throw noSuchPolicy(name);
    return {
      RoleName: role.name,
      PolicyName: name,
      PolicyDocument: encodedDocument(document),
    };
  },
  ListRolePolicies(store, call) {
    const { items, rest } = page([...store.named(call).policies.keys()], call);
    return { PolicyNames: items, ...rest };
  },
  DeleteRolePolicy(store, call) {
    const role = store.named(call);
    const name = policyName(call);
    if (!role.policies.has(name)) throw noSuchPolicy(name);
    store.change(role, { policies: new Map([...role.policies].filter(([one]) => one !== name)) });
    return undefined;
  },
  ListAttachedRolePolicies(store, call) {
    const { items, rest } = page(store.named(call).attached, call);
    return {
      AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })),
      ...rest,
    };
  },
};
