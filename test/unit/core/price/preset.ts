import { LADDERS, type LadderName } from "../../../../src/config/ladder/ladder.ts";
import type { Input, Spec } from "../../../../src/config/spec.ts";
import { tutorialSpec } from "../../services/tutorial-context.ts";

/** A Spec with a ladder that comes with the tool, in a region; pushed to unless told. */
export function resolvePreset(ladder: LadderName, region: string, input?: Input): Spec {
  const channel = { ladder: LADDERS[ladder], ...(input === undefined ? {} : { input }) };
  return { ...tutorialSpec({ channel }), region };
}
