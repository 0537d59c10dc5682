import type { FoundRole, IamClient } from "../../../../src/services/iam/client.ts";
import { parsePolicy } from "../../../../src/services/iam/policy-document.ts";

/** An IAM in memory that writes down its writes. */
export type FakeIam = IamClient & {
  readonly asked: string[];
  readonly roles: Map<string, FoundRole>;
  readonly policies: Map<string, unknown>;
};

export function fakeIam(): FakeIam {
  const asked: string[] = [];
  const roles = new Map<string, FoundRole>();
  const policies = new Map<string, unknown>();
  const done = (what: string): Promise<void> => {
    asked.push(what);
    return Promise.resolve();
  };
  const change = (name: string, changes: Partial<FoundRole>): void => {
    const role = roles.get(name);
    if (role !== undefined) roles.set(name, { ...role, ...changes });
  };
  const tagsOf = (tags: readonly { Key?: string | undefined; Value?: string | undefined }[]) =>
    Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
  return {
    asked,
    roles,
    policies,
    createRole: (request) => {
      asked.push("CreateRole");
      const name = request.RoleName ?? "";
      if (roles.has(name)) return Promise.resolve("exists");
      const role = {
        name,
        arn: `arn:aws:iam::123456789012:role/${name}`,
        trust: parsePolicy(request.AssumeRolePolicyDocument),
        tags: tagsOf(request.Tags ?? []),
      };
      roles.set(name, role);
      return Promise.resolve(role);
    },
    getRole: (name) => Promise.resolve(roles.get(name)),
    getRolePolicy: (name) => Promise.resolve(policies.get(name)),
    putRolePolicy: (request) => {
      policies.set(request.RoleName ?? "", parsePolicy(request.PolicyDocument));
      return done("PutRolePolicy");
    },
    updateTrust: (request) => {
      change(request.RoleName ?? "", { trust: parsePolicy(request.PolicyDocument) });
      return done("UpdateAssumeRolePolicy");
    },
    tagRole: (request) => {
      change(request.RoleName ?? "", { tags: tagsOf(request.Tags ?? []) });
      return done("TagRole");
    },
    deleteRolePolicy: (request) => {
      policies.delete(request.RoleName ?? "");
      return done("DeleteRolePolicy");
    },
    deleteRole: (request) => {
      roles.delete(request.RoleName ?? "");
      return done("DeleteRole");
    },
    findRoles: () => Promise.resolve([...roles.values()]),
    close: () => undefined,
  };
}
