import type { FieldParts } from "./field.ts";

/** Fields whose paths begin alike, with their types as written. */
export type Rows = readonly FieldParts[];

type NameBelow<Path extends string, Prefix extends string> = Path extends `${Prefix}${infer Name}`
  ? Name
  : never;

/** The type of a field's value. */
export type ValueOf<Row extends FieldParts> = Row extends {
  readonly kind: "choice";
  readonly choices: readonly (infer Word)[];
}
  ? Word
  : Row["kind"] extends "whole" | "number"
    ? number
    : Row["kind"] extends "boolean"
      ? boolean
      : string;

/** The values of the fields below a prefix, all of them told. */
export type Values<Table extends Rows, Prefix extends string> = {
  readonly [Row in Table[number] as NameBelow<Row["path"], Prefix>]: ValueOf<Row>;
};

type Constant = { readonly default: string | number | boolean };

type Known = Constant | { readonly computed: string };

/** The part of the Spec that the fields below a prefix make: what has no default may be absent. */
export type SectionOf<Table extends Rows, Prefix extends string> = {
  readonly [Row in Extract<Table[number], Known> as NameBelow<Row["path"], Prefix>]: ValueOf<Row>;
} & {
  readonly [Row in Exclude<Table[number], Known> as NameBelow<Row["path"], Prefix>]?:
    | ValueOf<Row>
    | undefined;
};

/** The values below a prefix with every constant default applied; what is computed is undefined unless given. */
export function withDefaults<Table extends Rows, Prefix extends string>(
  table: Table,
  prefix: Prefix,
  given: {
    readonly [Name in keyof Values<Table, Prefix>]?: Values<Table, Prefix>[Name] | undefined;
  },
): {
  readonly [Row in Table[number] as NameBelow<Row["path"], Prefix>]: Row extends {
    readonly default: string | number | boolean;
  }
    ? ValueOf<Row>
    : ValueOf<Row> | undefined;
} {
  const values: Readonly<Record<string, unknown>> = given;
  const members = table.map((row) => {
    const name = row.path.slice(prefix.length);
    return [name, values[name] ?? row.default] as const;
  });
  // Name and value come from the same row as in the type, which the compiler cannot follow through a map.
  return Object.fromEntries(members) as ReturnType<typeof withDefaults<Table, Prefix>>;
}
