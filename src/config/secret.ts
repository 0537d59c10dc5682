const SHOWN = "***";

/**
 * A value that must never be printed. It serialises, interpolates and inspects as `***`; only a service client
 * reveals it, right before the bytes go on the wire.
 */
export class Secret {
  readonly #value: string | undefined;
  readonly #shown: string;

  private constructor(value: string | undefined, shown: string) {
    this.#value = value;
    this.#shown = shown;
  }

  /** Wraps a known secret; `shown` is what may be told of one that is secret in part only. */
  static of(value: string, shown = SHOWN): Secret {
    return new Secret(value, shown);
  }

  /** Stands for a secret that does not exist yet (a plan before the keys are made). Revealing it is a bug and throws. */
  static pending(): Secret {
    return new Secret(undefined, SHOWN);
  }

  /** Builds a longer secret, for example a URL that carries the key; what is shown is built from `***` in the same way. */
  derive(build: (value: string) => string): Secret {
    return new Secret(
      this.#value === undefined ? undefined : build(this.#value),
      build(this.#shown),
    );
  }

  get isKnown(): boolean {
    return this.#value !== undefined;
  }

  /** The value itself. Called by service clients and by the key store, and by nothing else. Throws when it is pending. */
  reveal(): string {
    if (this.#value === undefined) throw new Error("a secret was used before it was made");
    return this.#value;
  }

  toString(): string {
    return this.#shown;
  }

  toJSON(): string {
    return this.#shown;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.#shown;
  }
}

/** The same shape with a {@link Secret} allowed wherever a string is: what the request builders return. */
export type Sealed<T> = T extends string
  ? T | Secret
  : T extends Uint8Array | Date | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Sealed<Item>[]
      : { readonly [Key in keyof T]: Sealed<T[Key]> };

/** Copies a request with every {@link Secret} replaced by its value. For service clients only. */
export function revealDeep(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (value instanceof Uint8Array || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(revealDeep);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, revealDeep(inner)]),
    );
  return value;
}
