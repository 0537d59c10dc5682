import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { differences } from "../../core/engine/difference.ts";
import type { Difference, PlanContext } from "../../core/engine/resource.ts";
import { Secret, type Sealed } from "../../config/secret.ts";
import { distributionConfig } from "./distribution-request.ts";

/** Members that a behavior loses when they are left out, so leaving them out must show as a difference. */
const POLICIES = ["OriginRequestPolicyId", "ResponseHeadersPolicyId"];

type Plain = Readonly<Record<string, unknown>>;

/** What differs between the configuration that is wanted and the one that is there, the player key included. */
export function distributionDifferences(
  context: PlanContext,
  found: Sealed<DistributionConfig>,
): readonly Difference[] {
  const { CallerReference: _token, ...wanted } = distributionConfig(context, "");
  return differences(comparable(wanted), comparable(found), {
    sameSecret: (_path, desired, seen) =>
      desired.isKnown && seen instanceof Secret && seen.reveal() === desired.reveal(),
  });
}

/**
 * The configuration to send: UpdateDistribution replaces the whole (CloudFront API reference), so what we do not set stays
 * as it was found (an alias and its certificate, for example) and what we set wins.
 */
export function overlaid(
  found: Sealed<DistributionConfig>,
  wanted: Sealed<DistributionConfig>,
): Sealed<DistributionConfig> {
  return overlay(found, wanted) as Sealed<DistributionConfig>;
}

/** CloudFront returns methods and error codes in an order of its own. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable).toSorted(bySimpleKey);
  if (!isPlain(value)) return value;
  const policies = "CachePolicyId" in value ? POLICIES.map((name) => [name, ""] as const) : [];
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries([
    ...policies,
    ...members.map(([key, inner]) => [key, comparable(inner)] as const),
  ]);
}

/** Orders plain strings and error responses; keeps everything else (behaviors!) as it is. */
function bySimpleKey(one: unknown, other: unknown): number {
  if (typeof one === "string" && typeof other === "string") return one < other ? -1 : 1;
  if (!isPlain(one) || !isPlain(other)) return 0;
  return Number(one["ErrorCode"] ?? 0) - Number(other["ErrorCode"] ?? 0);
}

function overlay(found: unknown, wanted: unknown): unknown {
  if (Array.isArray(wanted)) return wanted.map((item: unknown) => overlay(twin(found, item), item));
  if (!isPlain(wanted) || !isPlain(found)) return wanted;
  // A list with its count: what is not wanted in it goes.
  const kept = "Quantity" in wanted ? {} : without(found, POLICIES);
  const members = Object.entries(wanted).map(
    ([key, inner]) => [key, overlay(found[key], inner)] as const,
  );
  return { ...kept, ...Object.fromEntries(members) };
}

/** The item of the found list that has the same id. */
function twin(found: unknown, item: unknown): unknown {
  const key = ["Id", "PathPattern", "HeaderName"].find((name) => isPlain(item) && name in item);
  if (key === undefined || !Array.isArray(found) || !isPlain(item)) return undefined;
  return found.find((candidate) => isPlain(candidate) && candidate[key] === item[key]);
}

function without(value: Plain, names: readonly string[]): Plain {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !names.includes(key)));
}

function isPlain(value: unknown): value is Plain {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Secret)
  );
}
