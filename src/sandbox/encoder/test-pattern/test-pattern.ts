import type { SandboxClock } from "../../clock.ts";
import type { EncoderOrder, Gop, Source, StartSource } from "../order.ts";
import { paceGops } from "./pace.ts";
import { colourFromHex, slatePictures, testPictures } from "./picture-source.ts";

/** The synthetic encoder: colour bars, clock and beep for every rung, in the time of `clock`. */
export function createTestPattern(clock: SandboxClock): StartSource {
  return (order, emit) => Promise.resolve(paceGops(clock, order, testPictures, emit));
}

/** One colour and silence for every rung, in the time of `clock`: what MediaLive shows while an input is lost. `imageColor`: RGB as six hex digits, black by default. */
export function startSlate(
  clock: SandboxClock,
  order: EncoderOrder,
  emit: (gop: Gop) => void,
  imageColor?: string,
): Source {
  const colour = colourFromHex(imageColor);
  return paceGops(clock, order, (rung) => slatePictures(rung, colour), emit);
}
