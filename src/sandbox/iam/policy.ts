import { readStatements, type PolicyCondition, type PolicyStatement } from "./policy-document.ts";

/** What a request tells about itself, for Conditions: `iam:PassedToService`, `aws:SourceAccount`, `aws:SourceArn`. */
export type RequestContext = Readonly<Record<string, string>>;

/**
 * Does the policy document let `action` happen on `resource` (an ARN or `*`)? An explicit Deny wins over every Allow, as
 * the IAM user guide (policy evaluation logic) says. Throws for what is not emulated: policy variables, and Conditions on
 * other keys than those of `RequestContext`.
 */
export function evaluatePolicy({
  document,
  action,
  resource,
  context = {},
}: {
  readonly document: unknown;
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext | undefined;
}): boolean {
  return decides(readStatements(document), { action, resource, context });
}

/** As {@link evaluatePolicy} for several documents at once: a Deny in any of them wins. */
export function evaluatePolicies(
  documents: readonly unknown[],
  action: string,
  resource: string,
): boolean {
  return decides(documents.flatMap(readStatements), { action, resource, context: {} });
}

/** Throws when the document cannot be evaluated: malformed, or with parts that are not emulated. */
export function checkPolicy(document: unknown): void {
  readStatements(document);
}

type Asked = {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
};

function decides(
  statements: readonly PolicyStatement[],
  { action, resource, context }: Asked,
): boolean {
  const matching = statements.filter(
    (one) =>
      actionFits(one, action) &&
      resourceFits(one, resource) &&
      conditionsHold(one.conditions, context),
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

/** Do all conditions hold? A key that the request does not have holds none (IAM user guide, condition operators). */
export function conditionsHold(
  conditions: readonly PolicyCondition[],
  context: RequestContext,
): boolean {
  return conditions.every(({ operator, key, values }) => {
    const actual = Object.entries(context).find(([name]) => name.toLowerCase() === key)?.[1];
    if (actual === undefined) return false;
    // ArnEquals behaves like ArnLike (IAM user guide).
    return values.some((one) =>
      operator === "StringEquals" ? one === actual : wildcard(one, actual),
    );
  });
}

/** `*` is any run of characters, `?` exactly one. */
function wildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}
