import { constraintText, rangeConstraint } from "../constraint.ts";
import { jsonPage } from "../json-page.ts";
import { asList, asRecord, asText, asTexts, type JsonRecord } from "../json.ts";
import type { Parameter } from "./parameter.ts";
import { invalid, refusal } from "./refusals.ts";

/** Most parameters a page (Systems Manager API model). */
const MAX_RESULTS = 50;

/** One page of the parameters that satisfy all filters of a DescribeParameters body. */
export function describeParameters(
  parameters: readonly Parameter[],
  body: JsonRecord,
): { readonly items: readonly Parameter[]; readonly rest: { readonly NextToken?: string } } {
  const filters = asList(body["ParameterFilters"]).map((one) => asRecord(one) ?? {});
  const found = parameters.filter((one) => filters.every((filter) => passes(one, filter)));
  return jsonPage(found, body, {
    maxResults: MAX_RESULTS,
    refuse: (member) =>
      member === "NextToken"
        ? refusal("InvalidNextToken", "The specified token isn't valid.")
        : invalid(maxResultsProblem(body["MaxResults"])),
  });
}

function maxResultsProblem(value: unknown): string {
  const range = { min: 1, max: MAX_RESULTS };
  return constraintText("maxResults", value, rangeConstraint(Number(value), range));
}

function passes(parameter: Parameter, filter: JsonRecord): boolean {
  const key = asText(filter["Key"]) ?? "";
  const values = asTexts(filter["Values"]);
  const option = asText(filter["Option"]) ?? (key === "Path" ? "OneLevel" : "Equals");
  if (key.startsWith("tag:")) {
    const value = parameter.tags.get(key.slice("tag:".length));
    return value !== undefined && (values.length === 0 || values.includes(value));
  }
  switch (key) {
    case "Name":
      return values.some((one) => nameFits(parameter.name, one, option));
    case "Path":
      return values.some((one) => pathFits(parameter.name, one, option === "Recursive"));
    case "Type":
      return values.includes(parameter.type);
    case "Tier":
      return values.includes(parameter.tier);
    default:
      throw refusal("InvalidFilterKey", `The specified key isn't valid: ${key}`);
  }
}

function nameFits(name: string, value: string, option: string): boolean {
  switch (option) {
    case "Equals":
      return name === value;
    case "BeginsWith":
      return name.startsWith(value);
    case "Contains":
      return name.includes(value);
    default:
      throw refusal("InvalidFilterOption", `The specified filter option isn't valid: ${option}`);
  }
}

function pathFits(name: string, path: string, recursive: boolean): boolean {
  const prefix = path.endsWith("/") ? path : `${path}/`;
  return name.startsWith(prefix) && (recursive || !name.slice(prefix.length).includes("/"));
}
