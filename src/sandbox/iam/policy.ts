import { readStatements, type PolicyStatement } from "./policy-document.ts";

/**
 * Does the policy document let `action` happen on `resource` (an ARN or `*`)? An explicit Deny wins over every Allow, as
 * the IAM user guide (policy evaluation logic) says. Throws for what is not emulated: policy variables, and every Condition
 * but StringEquals on iam:PassedToService.
 */
export function evaluatePolicy(document: unknown, action: string, resource: string): boolean {
  return decides(readStatements(document), action, resource);
}

/** As {@link evaluatePolicy} for several documents at once: a Deny in any of them wins. */
export function evaluatePolicies(
  documents: readonly unknown[],
  action: string,
  resource: string,
): boolean {
  return decides(documents.flatMap(readStatements), action, resource);
}

/** Throws when the document cannot be evaluated: malformed, or with parts that are not emulated. */
export function checkPolicy(document: unknown): void {
  readStatements(document);
}

function decides(
  statements: readonly PolicyStatement[],
  action: string,
  resource: string,
): boolean {
  const matching = statements.filter(
    (one) => actionFits(one, action) && resourceFits(one, resource) && serviceFits(one, action),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === "Allow");
}

function actionFits({ action, notAction }: PolicyStatement, asked: string): boolean {
  const lower = asked.toLowerCase();
  const fits = (pattern: string): boolean => wildcard(pattern.toLowerCase(), lower);
  if (notAction !== undefined) return !notAction.some(fits);
  return (action ?? []).some(fits);
}

function resourceFits({ resource, notResource }: PolicyStatement, asked: string): boolean {
  const fits = (pattern: string): boolean => wildcard(pattern, asked);
  if (notResource !== undefined) return !notResource.some(fits);
  return resource === undefined || resource.some(fits);
}

/** The only service here that roles are passed to. */
const PASSED_TO = "medialive.amazonaws.com";

/** A key that a call does not have makes StringEquals false (IAM user guide, condition operators). */
function serviceFits({ passedTo }: PolicyStatement, asked: string): boolean {
  if (passedTo === undefined) return true;
  return asked.toLowerCase() === "iam:passrole" && passedTo.includes(PASSED_TO);
}

/** `*` is any run of characters, `?` exactly one. */
function wildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}
