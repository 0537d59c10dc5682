import { capitalId } from "./ids.ts";
import { refusal } from "./refusal.ts";

/** The ETags that a resource has had, the current one last. */
export type Versions = readonly [string, ...string[]];

/** The first version of a new resource. */
export function firstVersion(): Versions {
  return [capitalId()];
}

/** The versions after one more write. */
export function nextVersion(versions: Versions): Versions {
  return [...versions, capitalId()] as unknown as Versions;
}

/** The current ETag. */
export function etagOf(versions: Versions): string {
  return versions[versions.length - 1] ?? versions[0];
}

/**
 * Checks an If-Match header. Throws InvalidIfMatchVersion when it is missing or was never an ETag of the resource, and
 * PreconditionFailed when it is an outdated one (CloudFront API reference, UpdateDistribution).
 */
export function checkIfMatch(versions: Versions, ifMatch: string | undefined): void {
  const given = ifMatch?.trim().replace(/^"(.*)"$/, "$1");
  if (given === etagOf(versions)) return;
  if (given === undefined || given === "" || !versions.includes(given))
    throw refusal(
      "InvalidIfMatchVersion",
      "The If-Match version is missing or not valid for the resource.",
    );
  throw refusal(
    "PreconditionFailed",
    "The request failed because it didn't meet the preconditions in one or more request-header fields.",
  );
}
