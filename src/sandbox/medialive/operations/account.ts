import type { JsonRecord } from "../../json.ts";

/** DescribeAccountConfiguration: no customer key. */
export function describeAccountConfiguration(): JsonRecord {
  return { accountConfiguration: {} };
}

/** ListVersions: one, whose number is made up. */
export function listVersions(): JsonRecord {
  return { versions: [{ version: "1.0" }] };
}
