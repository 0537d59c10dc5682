import { asRecord, parseJson } from "../json.ts";

/** One statement of an IAM policy document, lists made of single values. */
export type PolicyStatement = {
  readonly effect: "Allow" | "Deny";
  readonly action?: readonly string[] | undefined;
  readonly notAction?: readonly string[] | undefined;
  readonly resource?: readonly string[] | undefined;
  readonly notResource?: readonly string[] | undefined;
  /** All must hold; empty when there is no Condition. */
  readonly conditions: readonly PolicyCondition[];
  /** Of trust policies only: service principals. */
  readonly services: readonly string[];
  /** Of trust policies only: is there a Principal or NotPrincipal? */
  readonly hasPrincipal: boolean;
};

/** One line of a Condition: the key of the request must fit one of the values. */
export type PolicyCondition = {
  readonly operator: ConditionOperator;
  /** Lower case: condition keys ignore it. */
  readonly key: string;
  readonly values: readonly string[];
};

type ConditionOperator = (typeof OPERATORS)[number];

/** The document is not what IAM accepts, or has parts that this sandbox refuses to pretend to understand. */
export class PolicyProblem extends Error {
  override readonly name = "PolicyProblem";
}

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

const OPERATORS = ["StringEquals", "StringLike", "ArnEquals", "ArnLike"] as const;

/** The keys that the sandbox can answer: to whom iam:PassRole passes a role, and for whom a service assumes one. */
const KEYS: ReadonlySet<string> = new Set([
  "iam:passedtoservice",
  "aws:sourceaccount",
  "aws:sourcearn",
]);

/** The statements of a policy document, given as an object or as JSON text. Throws {@link PolicyProblem}. */
export function readStatements(document: unknown): readonly PolicyStatement[] {
  const parsed = asRecord(typeof document === "string" ? json(document) : document);
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
  const statement = asRecord(value);
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
    conditions: statement["Condition"] === undefined ? [] : conditions(statement["Condition"]),
    services: texts(asRecord(principal)?.["Service"]) ?? [],
    hasPrincipal: principal !== undefined,
  };
}

/** The lines of a Condition. Throws {@link PolicyProblem} for an operator or a key that is not emulated. */
function conditions(condition: unknown): readonly PolicyCondition[] {
  const lines = Object.entries(asRecord(condition) ?? {}).flatMap(([name, keys]) =>
    Object.entries(asRecord(keys) ?? {}).map(([key, value]) => {
      const operator = OPERATORS.find((one) => one === name);
      if (operator === undefined || !KEYS.has(key.toLowerCase()))
        throw notEmulated(`the Condition ${name} on ${key}`);
      return { operator, key: key.toLowerCase(), values: texts(value) ?? [] };
    }),
  );
  if (lines.length === 0) throw new PolicyProblem("Syntax errors in policy.");
  return lines;
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

function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const found = list.filter((one) => typeof one === "string");
  if (found.length !== list.length || found.length === 0)
    throw new PolicyProblem("Syntax errors in policy.");
  return found;
}
