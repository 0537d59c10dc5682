import { Refusal } from "../wire.ts";

const CONFLICTS: ReadonlySet<string> = new Set([
  "CachePolicyAlreadyExists",
  "CachePolicyInUse",
  "DistributionAlreadyExists",
  "DistributionNotDisabled",
  "FunctionAlreadyExists",
  "FunctionInUse",
  "OriginRequestPolicyAlreadyExists",
  "OriginRequestPolicyInUse",
  "ResourceInUse",
  "ResponseHeadersPolicyAlreadyExists",
  "ResponseHeadersPolicyInUse",
]);

const OTHERS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  BatchTooLarge: 413,
  FunctionSizeLimitExceeded: 413,
  PreconditionFailed: 412,
  TestFunctionFailed: 500,
};

/** A refusal in CloudFront's own terms; the status follows from the code (CloudFront API model, httpError). */
export function refusal(code: string, message: string): Refusal {
  return new Refusal({ name: code, status: statusOf(code), message });
}

/** `OriginRequestPolicy` as `origin request policy`, as the API model's messages have it. */
export function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

function statusOf(code: string): number {
  if (CONFLICTS.has(code)) return 409;
  if (code.startsWith("NoSuch")) return 404;
  return OTHERS[code] ?? 400;
}
