/** A shape of CloudFront's XML: read it, fill its defaults and write it by one description. */
export type Shape =
  | {
      readonly kind: "text";
      readonly oneOf?: readonly string[];
      readonly pattern?: RegExp;
      readonly minLength?: number;
      readonly maxLength?: number;
    }
  | { readonly kind: "integer"; readonly min?: number; readonly max?: number }
  | { readonly kind: "decimal" }
  | { readonly kind: "boolean" }
  | { readonly kind: "blob" }
  | { readonly kind: "time" }
  | { readonly kind: "list"; readonly element: string; readonly of: Shape }
  | { readonly kind: "structure"; readonly members: Members };

export type Members = Readonly<Record<string, Member>>;

/** `filled` members are optional in a request and always there in an answer, as the service's defaults are. */
type Member = {
  readonly shape: Shape;
  readonly presence: "required" | "optional" | "filled";
  readonly fill?: unknown;
};

type Needed<M> = {
  readonly [K in keyof M as M[K] extends { presence: "optional" } ? never : K]: M[K] extends {
    shape: infer S;
  }
    ? Decoded<S>
    : never;
};
type Spare<M> = {
  readonly [K in keyof M as M[K] extends { presence: "optional" } ? K : never]?: M[K] extends {
    shape: infer S;
  }
    ? Decoded<S> | undefined
    : never;
};

/** The value that a shape describes; times are epoch milliseconds, blobs are buffers. */
export type Decoded<S> = S extends { kind: "text"; oneOf: readonly (infer E)[] }
  ? E
  : S extends { kind: "text" }
    ? string
    : S extends { kind: "integer" } | { kind: "decimal" } | { kind: "time" }
      ? number
      : S extends { kind: "boolean" }
        ? boolean
        : S extends { kind: "blob" }
          ? Buffer
          : S extends { kind: "list"; of: infer O }
            ? readonly Decoded<O>[]
            : S extends { kind: "structure"; members: infer M }
              ? Needed<M> & Spare<M>
              : never;

export const text = { kind: "text" } as const;
export const integer = { kind: "integer" } as const;
export const decimal = { kind: "decimal" } as const;
export const boolean = { kind: "boolean" } as const;
export const blob = { kind: "blob" } as const;
export const time = { kind: "time" } as const;

/** One of a closed set of words. */
export function oneOf<const W extends readonly string[]>(
  ...words: W
): { readonly kind: "text"; readonly oneOf: W } {
  return { kind: "text", oneOf: words };
}

/** A list whose items stand in elements of the name `element`. */
export function list<const E extends string, const O extends Shape>(
  element: E,
  of: O,
): { readonly kind: "list"; readonly element: E; readonly of: O } {
  return { kind: "list", element, of };
}

/** A structure of named members. */
export function structure<const M extends Members>(
  members: M,
): { readonly kind: "structure"; readonly members: M } {
  return { kind: "structure", members };
}

/** CloudFront's counted list: `<Quantity>` beside `<Items>`. */
export function counted<const E extends string, const O extends Shape>(element: E, of: O) {
  return structure({ Quantity: required(integer), Items: optional(list(element, of)) });
}

/** A member that a request must carry. */
export function required<const S extends Shape>(
  shape: S,
): { readonly shape: S; readonly presence: "required" } {
  return { shape, presence: "required" };
}

/** A member that stays absent when it was not sent. */
export function optional<const S extends Shape>(
  shape: S,
): { readonly shape: S; readonly presence: "optional" } {
  return { shape, presence: "optional" };
}

/** A member for which the service has a default. */
export function filled<const S extends Shape>(
  shape: S,
  fill: Decoded<S>,
): { readonly shape: S; readonly presence: "filled"; readonly fill: unknown } {
  return { shape, presence: "filled", fill };
}
