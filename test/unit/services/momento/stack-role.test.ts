import { describe, expect, test } from "vitest";
import {
  createApiKeyCall,
  createRoleCall,
  deleteRoleCall,
  revokeApiKeyCall,
  updateRoleCall,
} from "../../../../src/services/momento/account-requests.ts";
import {
  isStackRole,
  permitsTheSame,
  stackOfRole,
  stackRole,
  type Role,
} from "../../../../src/services/momento/stack-role.ts";
import { recorded, contextOf, shown, STACK_ID, tutorialSpec } from "../tutorial-context.ts";

const spec = tutorialSpec({ origin: { revocableKeys: true, keyDays: 3 } });
const context = contextOf(spec);
const made = (changes: Partial<Role> = {}): Role => ({
  role_id: "r-1",
  ...stackRole(context, "encoderKey"),
  ...changes,
});

test("the account API's writes are what the golden file says", async () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const calls = [
    createRoleCall(context, "encoderKey"),
    createRoleCall(context, "playerKey"),
    createApiKeyCall({ context, kind: "encoderKey", roleId: "role-1", nowMs: now }),
    createApiKeyCall({ context, kind: "playerKey", roleId: undefined, nowMs: now }),
    updateRoleCall(context, "playerKey", "role-2"),
    revokeApiKeyCall("key-1"),
    deleteRoleCall("role-1"),
  ];
  await expect(shown(calls)).toMatchFileSnapshot("../golden/account-calls.json");
});

describe("a role's name", () => {
  test("tells the stack and the key, whichever cache it is for", () => {
    const moved = contextOf(spec, { cache: recorded({ name: "live-origin-x1" }) });
    for (const at of [context, moved]) {
      const role = made(stackRole(at, "encoderKey"));
      expect(isStackRole(role, STACK_ID, "encoderKey")).toBe(true);
      expect(isStackRole(role, STACK_ID, "playerKey")).toBe(false);
      expect(isStackRole(role, "f".repeat(16), "encoderKey")).toBe(false);
    }
    expect(stackRole(moved, "encoderKey").role_name).not.toBe(made().role_name);
  });

  test("and its description lead back to the stack, in its region only", () => {
    const of = { kind: "encoderKey", stackName: "live-origin", stackId: STACK_ID };
    expect(stackOfRole(made(), "us-west-2")).toEqual(of);
    expect(stackOfRole(made(), "eu-west-1")).toBeUndefined();
  });

  test.each<[string, Partial<Role>]>([
    ["of another's", { role_name: "admins" }],
    ["with our description and another name", { role_name: `x-${STACK_ID}-encoder` }],
    ["with our name and another description", { description: "mine" }],
    ["without a description", { description: undefined }],
  ])("%s is nobody's of ours", (_name, changes) => {
    expect(stackOfRole(made(changes), "us-west-2")).toBeUndefined();
  });
});

describe("what a role permits", () => {
  const rule = { type: "cache", caches: { name: "live-origin" }, items: "*" };
  const permits = (permissions: unknown): boolean =>
    permitsTheSame(made({ permissions }), stackRole(context, "encoderKey"));

  test("is the same in any order, and with members that say nothing", () => {
    expect(permits({ rules: [{ ...rule, permissions: ["write", "read"] }], conditions: [] })).toBe(
      true,
    );
  });

  test.each([
    ["less", { rules: [{ ...rule, permissions: ["read"] }] }],
    ["more", { rules: [{ ...rule, permissions: ["read", "write", "list"] }] }],
    ["another cache", { rules: [{ ...rule, caches: "*", permissions: ["read", "write"] }] }],
    [
      "a condition",
      { rules: [{ ...rule, permissions: ["read", "write"] }], conditions: [{ ip_filter: {} }] },
    ],
    ["nothing", undefined],
  ])("%s is a difference", (_name, permissions) => {
    expect(permits(permissions)).toBe(false);
  });
});
