/** Something that is made when it is first asked for. */
type Lazy<Made> = (() => Made) & { readonly isMade: () => boolean };

/** Makes it once, at the first call; `isMade` tells whether there was one. */
export function lazily<Made>(make: () => Made): Lazy<Made> {
  let made: { readonly value: Made } | undefined;
  const get = (): Made => (made ??= { value: make() }).value;
  return Object.assign(get, { isMade: () => made !== undefined });
}
