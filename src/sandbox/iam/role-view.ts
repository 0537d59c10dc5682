import type { XmlValue } from "../aws-query.ts";
import type { Role } from "./role.ts";

/** A policy document as IAM puts it into answers: percent-encoded after RFC 3986 (IAM API reference). */
export function encodedDocument(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Tags in IAM's list form. */
export function tagList(tags: ReadonlyMap<string, string>): XmlValue {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** A role as CreateRole and GetRole answer it. */
export function roleView(role: Role): { readonly [name: string]: XmlValue } {
  return {
    ...roleSummary(role),
    ...(role.tags.size === 0 ? {} : { Tags: tagList(role.tags) }),
  };
}

/** A role as ListRoles answers it: without tags (IAM API reference). */
export function roleSummary(role: Role): { readonly [name: string]: XmlValue } {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt).toISOString().replace(/\.\d+Z$/, "Z"),
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
  };
}
