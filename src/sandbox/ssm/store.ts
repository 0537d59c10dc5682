import type { Latency, World } from "../world.ts";
import type { Parameter } from "./parameter.ts";

/**
 * Milliseconds for which a deleted name cannot be created again: "wait for at least 30 seconds" (Systems Manager API
 * reference, DeleteParameter). That it is refused meanwhile is inferred; so are the shorter times of quicker rehearsals.
 */
const NAME_REUSE_MS: Readonly<Record<Latency, number>> = {
  instant: 0,
  brief: 2_000,
  realistic: 30_000,
};

/** The parameters of one region. */
export type ParameterStore = {
  readonly region: string;
  all(): readonly Parameter[];
  get(name: string): Parameter | undefined;
  put(parameter: Parameter): void;
  /** False when there was none. */
  remove(name: string): boolean;
  /** Was a parameter of this name deleted too recently for another one to take its name? */
  wasJustDeleted(name: string): boolean;
};

export function createParameterStore(world: World, region: string): ParameterStore {
  const parameters = new Map<string, Parameter>();
  const deletedAt = new Map<string, number>();
  return {
    region,
    all: () => [...parameters.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    get: (name) => parameters.get(name),
    put(parameter) {
      parameters.set(parameter.name, parameter);
    },
    remove(name) {
      const found = parameters.delete(name);
      if (found) deletedAt.set(name, world.clock.now());
      return found;
    },
    wasJustDeleted(name) {
      const since = deletedAt.get(name);
      return since !== undefined && world.clock.now() - since < NAME_REUSE_MS[world.latency];
    },
  };
}
