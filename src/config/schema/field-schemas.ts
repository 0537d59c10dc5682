import { z } from "zod";
import type { FieldParts } from "../fields/field.ts";
import type { Rows, Values } from "../fields/section.ts";
import { judged, matching, thousandths, whole } from "./value-schemas.ts";

/** The schema of one field, with its line of help, which editors show. Throws for a row without what its kind needs: a bug. */
export function schemaOf(row: FieldParts): z.ZodType {
  return bareSchema(row).describe(row.help);
}

function bareSchema({
  path,
  kind,
  choices,
  range: [least, greatest] = [0, 0],
  unit = "",
  form,
}: FieldParts): z.ZodType {
  switch (kind) {
    case "choice":
      if (choices !== undefined) return z.enum(choices);
      break;
    case "boolean":
      return z.boolean({ error: "must be true or false" });
    case "whole":
      if (greatest > 0) return whole(least, greatest, unit);
      break;
    case "number":
      if (greatest > 0) return thousandths(least, greatest, unit);
      break;
    case "text":
      if (form !== undefined)
        return "pattern" in form
          ? matching(form.pattern, form.what)
          : judged(form.what, form.judge);
      break;
    case "list":
    case "rungs":
  }
  throw new Error(`no schema for ${path}`);
}

/** The members of the file's object below a prefix, each of which may be left out. */
export function membersBelow<Table extends Rows, Prefix extends string>(
  table: Table,
  prefix: Prefix,
): {
  readonly [Name in keyof Values<Table, Prefix>]: z.ZodOptional<
    z.ZodType<Values<Table, Prefix>[Name]>
  >;
} {
  const members = table.map(
    (row) => [row.path.slice(prefix.length), schemaOf(row).optional()] as const,
  );
  // Name and schema come from the same row as in the type, which the compiler cannot follow through a map.
  return Object.fromEntries(members) as ReturnType<typeof membersBelow<Table, Prefix>>;
}
