import { readStatements, PolicyProblem, type PolicyStatement } from "./policy-document.ts";
import { conditionsHold, type RequestContext } from "./policy.ts";
import { limitExceeded, malformedPolicy, validationError } from "./refusals.ts";

/** Most characters of a trust policy and of all inline policies of a role, white space apart (IAM user guide, quotas). */
const MAX_TRUST_CHARACTERS = 2_048;
const MAX_INLINE_CHARACTERS = 10_240;

/** Checks a trust policy as IAM does. Throws MalformedPolicyDocument or LimitExceeded. */
export function checkTrust(text: string | undefined): string {
  if (text === undefined || text === "")
    throw validationError("assumeRolePolicyDocument", undefined, "Member must not be null");
  for (const { hasPrincipal, resource, notResource, conditions } of statements(text)) {
    if (conditions.some(({ key }) => key === "iam:passedtoservice"))
      throw malformedPolicy("This sandbox does not emulate this Condition in a trust policy.");
    if (resource !== undefined || notResource !== undefined)
      throw malformedPolicy("Has prohibited field Resource");
    if (!hasPrincipal) throw malformedPolicy("Missing required field Principal");
  }
  if (size(text) > MAX_TRUST_CHARACTERS)
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_CHARACTERS}`);
  return text;
}

/** Checks an inline policy that joins `others`. Throws MalformedPolicyDocument or LimitExceeded. */
export function checkInline(text: string | undefined, others: readonly string[]): string {
  if (text === undefined || text === "")
    throw validationError("policyDocument", undefined, "Member must not be null");
  for (const statement of statements(text)) {
    const { action, notAction, resource, notResource, hasPrincipal } = statement;
    if (statement.conditions.some(({ key }) => key !== "iam:passedtoservice"))
      throw malformedPolicy("This sandbox does not emulate this Condition in an inline policy.");
    if (hasPrincipal) throw malformedPolicy("Policy document should not specify a principal.");
    const resources = resource ?? notResource;
    if (resources === undefined) throw malformedPolicy("Policy statement must contain resources.");
    const odd = resources.find((one) => one !== "*" && !/^arn:[^:]+:[^:]*:/.test(one));
    if (odd !== undefined) throw malformedPolicy(`Resource ${odd} must be in ARN format or "*".`);
    if (
      [...(action ?? []), ...(notAction ?? [])].some(
        (one) => one !== "*" && !/^[\w-]+:.+/.test(one),
      )
    )
      throw malformedPolicy(
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      );
  }
  if ([text, ...others].reduce((sum, one) => sum + size(one), 0) > MAX_INLINE_CHARACTERS)
    throw limitExceeded(
      `Maximum policy size of ${MAX_INLINE_CHARACTERS} bytes exceeded for the role.`,
    );
  return text;
}

/**
 * Does the trust policy let `principal` (`medialive.amazonaws.com`) do `action` (`sts:assumerole`)? `context` says on whose
 * behalf it comes.
 */
export function trustAllows(
  text: string,
  {
    principal,
    action: wanted,
    context,
  }: { readonly principal: string; readonly action: string; readonly context: RequestContext },
): boolean {
  const matching = readStatements(text).filter(
    ({ services, action, conditions }) =>
      services.includes(principal) &&
      conditionsHold(conditions, context) &&
      (action ?? []).some((one) => [wanted, "sts:*", "*"].includes(one.toLowerCase())),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === "Allow");
}

function statements(text: string): readonly PolicyStatement[] {
  try {
    return readStatements(text);
  } catch (error) {
    if (error instanceof PolicyProblem) throw malformedPolicy(error.message);
    throw error;
  }
}

function size(text: string): number {
  return text.replaceAll(/\s/g, "").length;
}
