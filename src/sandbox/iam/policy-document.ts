import { parseJson } from "../json.ts";

/** One statement of an IAM policy document, lists made of single values. */
export type PolicyStatement = {
  readonly effect: "Allow" | "Deny";
  readonly action?: readonly string[] | undefined;
  readonly notAction?: readonly string[] | undefined;
  readonly resource?: readonly string[] | undefined;
  readonly notResource?: readonly string[] | undefined;
  /** Applies only where a role is passed to one of these services: the one Condition that is emulated. */
  readonly passedTo?: readonly string[] | undefined;
  /** Of trust policies only: service principals. */
  readonly services: readonly string[];
  /** Of trust policies only: is there a Principal or NotPrincipal? */
  readonly hasPrincipal: boolean;
};

/** The document is not what IAM accepts, or has parts that this sandbox refuses to pretend to understand. */
export class PolicyProblem extends Error {}

const MEMBERS = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "Condition",
]);

/** The key of a Condition that the sandbox can answer: to whom iam:PassRole passes the role. */
const PASSED_TO = "iam:PassedToService";

/** The statements of a policy document, given as an object or as JSON text. Throws {@link PolicyProblem}. */
export function readStatements(document: unknown): readonly PolicyStatement[] {
  const parsed = record(typeof document === "string" ? json(document) : document);
  if (parsed === undefined) throw new PolicyProblem("Syntax errors in policy.");
  const version = parsed["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    throw new PolicyProblem("Syntax errors in policy.");
  const { Statement: statement } = parsed;
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  if (statement === undefined || statements.length === 0)
    throw new PolicyProblem("Syntax errors in policy.");
  return statements.map(readStatement);
}

function readStatement(value: unknown): PolicyStatement {
  const statement = record(value);
  if (statement === undefined) throw new PolicyProblem("Syntax errors in policy.");
  const foreign = Object.keys(statement).find((name) => !MEMBERS.has(name));
  if (foreign === "NotPrincipal") throw notEmulated("NotPrincipal");
  if (foreign !== undefined) throw new PolicyProblem("Syntax errors in policy.");
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") throw new PolicyProblem("Syntax errors in policy.");
  const action = texts(statement["Action"]);
  const notAction = texts(statement["NotAction"]);
  if ((action === undefined) === (notAction === undefined))
    throw new PolicyProblem("Policy statement must contain actions.");
  const resource = texts(statement["Resource"]);
  const notResource = texts(statement["NotResource"]);
  if ([...(resource ?? []), ...(notResource ?? [])].some((one) => one.includes("${")))
    throw new PolicyProblem("This sandbox does not emulate policy variables in a resource.");
  const principal = statement["Principal"];
  return {
    effect,
    action,
    notAction,
    resource,
    notResource,
    passedTo: statement["Condition"] === undefined ? undefined : passedTo(statement["Condition"]),
    services: texts(record(principal)?.["Service"]) ?? [],
    hasPrincipal: principal !== undefined,
  };
}

/** The services of a Condition StringEquals on iam:PassedToService. Throws {@link PolicyProblem} for any other Condition. */
function passedTo(condition: unknown): readonly string[] {
  const [[operator, keys] = [], ...more] = Object.entries(record(condition) ?? {});
  const [[key, value] = [], ...others] = Object.entries(record(keys) ?? {});
  const known = operator === "StringEquals" && key?.toLowerCase() === PASSED_TO.toLowerCase();
  if (!known || more.length > 0 || others.length > 0)
    throw notEmulated(`any Condition but StringEquals on ${PASSED_TO}`);
  return texts(value) ?? [];
}

function notEmulated(what: string): PolicyProblem {
  return new PolicyProblem(
    `This sandbox does not emulate ${what} in a policy and will not guess what it decides.`,
  );
}

function json(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new PolicyProblem("This policy contains invalid Json");
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const found = list.filter((one) => typeof one === "string");
  if (found.length !== list.length || found.length === 0)
    throw new PolicyProblem("Syntax errors in policy.");
  return found;
}
