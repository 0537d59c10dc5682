import { asRecord } from "../json.ts";
import type { Shape } from "./shape.ts";

/** A place where a request breaks the model. */
type Problem = {
  readonly elementPath: string;
  readonly errorMessage: string;
  /**
   * Cannot even be read (wrong JSON type, unknown word, missing): 400. Otherwise the value is at fault: 422 where the
   * operation has it.
   */
  readonly unreadable: boolean;
};

/** Everything in `value` that breaks `shape`, with paths such as `outputGroups[0].name`. Empty when it fits. */
export function checkShape(shape: Shape, value: unknown, path = ""): readonly Problem[] {
  const unreadable = (errorMessage: string): readonly Problem[] => [
    { elementPath: path, errorMessage, unreadable: true },
  ];
  if (value === undefined || value === null)
    return shape.required === true ? unreadable("is required") : [];
  switch (shape.kind) {
    case "open":
      return [];
    case "boolean":
      return typeof value === "boolean" ? [] : unreadable("must be true or false");
    case "choice":
      return typeof value === "string" && (shape.choices ?? []).includes(value)
        ? []
        : unreadable(`${JSON.stringify(value)} is not one of ${(shape.choices ?? []).join(", ")}`);
    case "text":
      return typeof value === "string"
        ? within({ shape, size: value.length, elementPath: path, what: "length" })
        : unreadable("must be a string");
    case "number":
      if (typeof value !== "number") return unreadable("must be a number");
      if (shape.integer === true && !Number.isInteger(value))
        return unreadable("must be an integer");
      return within({ shape, size: value, elementPath: path, what: "value" });
    case "list":
      if (!Array.isArray(value)) return unreadable("must be a list");
      return value.flatMap((one, index) =>
        shape.items === undefined ? [] : checkShape(shape.items, one, `${path}[${index}]`),
      );
    case "record":
      return checkMembers(shape, value, path) ?? unreadable("must be an object");
  }
}

function checkMembers(shape: Shape, value: unknown, path: string): readonly Problem[] | undefined {
  const members = asRecord(value);
  if (members === undefined) return undefined;
  return Object.entries(shape.members ?? {}).flatMap(([name, inner]) =>
    checkShape(inner, members[name], path === "" ? name : `${path}.${name}`),
  );
}

function within({
  shape: { min, max },
  size,
  elementPath,
  what,
}: {
  readonly shape: Shape;
  readonly size: number;
  readonly elementPath: string;
  readonly what: "length" | "value";
}): readonly Problem[] {
  const low = min !== undefined && size < min;
  const high = max !== undefined && size > max;
  if (!low && !high) return [];
  const bound = low ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  return [{ elementPath, errorMessage: `must have ${what} ${bound}`, unreadable: false }];
}
