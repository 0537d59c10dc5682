import type { ListedKey } from "../core/keys/list-keys.ts";
import type { Style } from "./style.ts";

/** The keys of a stack by their fingerprints: kind, scope, expiry, and where each is used. */
export function renderKeys(
  {
    name,
    restEndpoint,
    keys,
  }: {
    readonly name: string;
    readonly restEndpoint: string;
    readonly keys: readonly ListedKey[];
  },
  style: Style,
): string {
  const lines = keys.flatMap(
    ({ key, isPrevious, kind, scope, cache, fingerprint, expiresAt, usedIn }) => [
      `  ${style.bold(isPrevious ? `${key}, replaced` : key)}  ${kind} key, ${scope}, cache ${cache ?? "?"}, ${expiresAt === null ? "never expires" : `until ${expiresAt}`}`,
      `    fingerprint ${fingerprint}`,
      ...(usedIn.length === 0
        ? [`    ${isPrevious ? "perhaps still in use" : "used nowhere yet"}`]
        : usedIn.map((place) => `    used in ${place}`)),
    ],
  );
  return [
    `${style.bold(name)}`,
    `  REST endpoint  ${restEndpoint}`,
    ...(lines.length === 0 ? ["  This folder holds no key of it."] : lines),
  ].join("\n");
}
