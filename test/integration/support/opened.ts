import { test as base } from "vitest";

type Closable = { readonly close: () => unknown };

/** Gives back what it is given, and closes it when the test is over. */
export type Opened = <Thing extends Closable>(thing: Thing) => Thing;

/** A test that closes what it opened, the last first: tests of one file may then run side by side. */
export const test = base.extend<{ opened: Opened }>({
  // oxlint-disable-next-line no-empty-pattern
  opened: async ({}, use) => {
    const things: Closable[] = [];
    await use((thing) => {
      things.push(thing);
      return thing;
    });
    for (const thing of things.toReversed()) await thing.close();
  },
});
