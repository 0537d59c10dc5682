/** What a member of a request may be: the constraints of the MediaLive API model that can be met here. */
export type Shape = {
  readonly kind: "text" | "number" | "boolean" | "choice" | "list" | "record" | "open";
  readonly required?: boolean;
  /** What Describe shows where the member was not sent. */
  readonly fallback?: unknown;
  /** Least and most: characters of a text, or the number itself. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly integer?: boolean;
  readonly choices?: readonly string[];
  readonly items?: Shape;
  readonly members?: Readonly<Record<string, Shape>>;
};

/** Text of `min` to `max` characters. */
export function text(min?: number, max?: number): Shape {
  return { kind: "text", min, max };
}

/** A whole number within the range, both ends included. */
export function integer(min?: number, max?: number): Shape {
  return { kind: "number", integer: true, min, max };
}

/** A number within the range, both ends included. */
export function decimal(min?: number, max?: number): Shape {
  return { kind: "number", min, max };
}

export function flag(): Shape {
  return { kind: "boolean" };
}

/** One of the words in `choices`, given with bars between them. */
export function choice(choices: string): Shape {
  return { kind: "choice", choices: choices.split("|") };
}

export function list(items: Shape): Shape {
  return { kind: "list", items };
}

/** An object. Members that are not listed are let through as they are. */
export function record(members: Readonly<Record<string, Shape>>): Shape {
  return { kind: "record", members };
}

/** Anything: a member whose inside is not emulated. */
export function open(): Shape {
  return { kind: "open" };
}

export function required(shape: Shape): Shape {
  return { ...shape, required: true };
}

/** The shape with what the service fills in when the member is left out. */
export function filled(shape: Shape, fallback: unknown): Shape {
  return { ...shape, fallback };
}

/** ENABLED or DISABLED, DISABLED when left out. */
export function toggle(fallback: "ENABLED" | "DISABLED" = "DISABLED"): Shape {
  return filled(choice("DISABLED|ENABLED"), fallback);
}
