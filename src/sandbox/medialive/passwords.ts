import { asList, asText, at, type JsonRecord } from "../json.ts";
import type { Region } from "./region.ts";

/** Either call reads one parameter; which of them MediaLive makes is not documented. */
const READING_ACTIONS = ["ssm:GetParameter", "ssm:GetParameters"];

/**
 * The values of all PasswordParams of a channel, read with the channel's role; or why one cannot be read. The text names
 * the parameter, never a value.
 */
export function readPasswords(
  region: Region,
  body: JsonRecord,
): { readonly values: Readonly<Record<string, string>> } | { readonly failure: string } {
  const role = asText(body["roleArn"]) ?? "";
  const names = asList(body["destinations"])
    .flatMap((destination) => asList(at(destination, "settings")))
    .flatMap((setting) => asText(at(setting, "passwordParam")) ?? [])
    .filter((name) => name !== "");
  if (names.length > 0 && !region.trusts(role))
    return { failure: `MediaLive cannot assume the role ${role}.` };
  const values = new Map<string, string>();
  for (const name of new Set(names)) {
    const slash = name.startsWith("/") ? "" : "/";
    const arn = `arn:aws:ssm:${region.name}:${region.world.account}:parameter${slash}${name}`;
    if (!READING_ACTIONS.some((action) => region.allowsRole(role, action, arn)))
      return { failure: `The role ${role} does not allow ssm:GetParameter on ${arn}.` };
    const value = region.readParameter(name, region.name);
    if (value === undefined) return { failure: `There is no parameter ${name}.` };
    values.set(name, value);
  }
  return { values: Object.fromEntries(values) };
}
