/** Makes it at the first call and gives everybody the same; `isMade` tells whether there was a call. Failures are kept like answers. */
export function once<Made>(make: () => Made): (() => Made) & { readonly isMade: () => boolean } {
  let made: { readonly value: Made } | undefined;
  return Object.assign(() => (made ??= { value: make() }).value, {
    isMade: () => made !== undefined,
  });
}
