import { asList, asRecord, asText, type JsonRecord } from "../json.ts";
import { Refusal } from "../wire.ts";

type Filter = { readonly type: string; readonly field: string; readonly value: string };

const TYPES: ReadonlySet<string> = new Set([
  "TERM_MATCH",
  "EQUALS",
  "CONTAINS",
  "ANY_OF",
  "NONE_OF",
]);
const MAX_FILTERS = 50;

/** The filters of a GetProducts body. Throws InvalidParameterException. */
export function readFilters(body: JsonRecord): readonly Filter[] {
  const filters = asList(body["Filters"]).map((one): Filter => {
    const { Type: type, Field: field, Value: value } = asRecord(one) ?? {};
    if (!TYPES.has(String(type))) throw invalidParameter(`Invalid filter type: ${String(type)}`);
    const [named, wanted] = [asText(field) ?? "", asText(value) ?? ""];
    if (named === "" || wanted === "")
      throw invalidParameter("Filters need a Field and a Value of 1 to 1024 characters");
    return { type: String(type), field: named, value: wanted };
  });
  if (filters.length > MAX_FILTERS)
    throw invalidParameter(`At most ${MAX_FILTERS} filters are allowed`);
  return filters;
}

/**
 * Do all filters fit a product's attributes? A field is found whatever its case: public code asks for `usageType` and is
 * answered `usagetype`. An attribute that is not there fits NONE_OF alone.
 */
export function passes(
  attributes: Readonly<Record<string, string>>,
  filters: readonly Filter[],
): boolean {
  return filters.every(({ type, field, value }) => {
    const entry = Object.entries(attributes).find(
      ([name]) => name.toLowerCase() === field.toLowerCase(),
    );
    const actual = entry?.[1] ?? "";
    switch (type) {
      case "CONTAINS":
        return actual.includes(value);
      case "ANY_OF":
        return value.split(",").includes(actual);
      case "NONE_OF":
        return !value.split(",").includes(actual);
      default:
        return actual === value;
    }
  });
}

export function invalidParameter(message: string): Refusal {
  return new Refusal({ name: "InvalidParameterException", status: 400, message });
}
