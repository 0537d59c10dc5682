import type { SandboxClock } from "../../clock.ts";
import type { StartSource } from "../order.ts";
import { paceGops } from "./pace.ts";
import { colourFromHex, slatePictures, testPictures } from "./picture-source.ts";

/** The synthetic encoder: colour bars, clock and beep for every rung, in the time of `clock`. */
export function createTestPattern(clock: SandboxClock): StartSource {
  return (order, emit) => Promise.resolve(paceGops(clock, order, testPictures, emit));
}

/** What MediaLive shows while an input is lost: one colour (the order's InputLossImageColor, black by default) and silence for every rung, in the time of `clock`. */
export function createSlate(clock: SandboxClock): StartSource {
  return (order, emit) => {
    const colour = colourFromHex(order.inputLoss?.imageColor);
    return Promise.resolve(paceGops(clock, order, (rung) => slatePictures(rung, colour), emit));
  };
}
