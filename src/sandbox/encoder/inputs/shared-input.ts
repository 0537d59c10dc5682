/** Two channels at once would read what one sender sends: all inputs share one loopback address. */
export function sharedInput(what: string): Error {
  return Object.assign(
    new Error(
      `another running channel reads ${what}: on one loopback address each input needs its own`,
    ),
    { name: "SharedInput" },
  );
}
