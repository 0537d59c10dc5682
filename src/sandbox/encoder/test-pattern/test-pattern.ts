import type { SandboxClock } from "../../clock.ts";
import type { StartSource } from "../order.ts";
import { paceGops } from "./pace.ts";
import { testPictures } from "./picture-source.ts";

/** The synthetic encoder: colour bars, clock and beep for every rung, in the time of `clock`. */
export function createTestPattern(clock: SandboxClock): StartSource {
  return (order, emit) =>
    Promise.resolve(paceGops({ clock, order, picturesOf: testPictures, emit }));
}
