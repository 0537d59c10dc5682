import type { SandboxClock } from "../../clock.ts";
import type { StartSource } from "../encoder-settings.ts";
import { paceGops } from "./pace.ts";
import { testPictures } from "./picture-source.ts";

/** The synthetic encoder: colour bars, clock and beep for every rung, in the time of `clock`. */
export function createTestPattern(clock: SandboxClock): StartSource {
  return (settings, emit) =>
    Promise.resolve(paceGops({ clock, settings, picturesOf: testPictures, emit }));
}
