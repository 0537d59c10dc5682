import type { EncoderSettings } from "../encoder-settings.ts";
import { colourFromHex, slatePictures } from "../test-pattern/picture-source.ts";
import { renderGop } from "../test-pattern/render-gop.ts";
import type { RungGop } from "./rung-aligner.ts";
import { createTsCutter } from "./ts-cutter.ts";

/** Makes what a rung shows while the input has been lost for `lostMs`: black, then the colour of InputLossBehavior. */
type Slate = (rung: number, lostMs: number) => RungGop | undefined;

/** This many milliseconds of black mean for ever (MediaLive API model, InputLossBehavior). */
const FOR_EVER_MS = 1_000_000;

/** The slate of a channel, by the encoder's own slate pictures. The repeated last frame of InputLossBehavior is shown as black. */
export function createSlate(settings: EncoderSettings): Slate {
  const { repeatFrameMs = 0, blackFrameMs = 0, imageColor } = settings.inputLoss ?? {};
  const isBlack = (lostMs: number): boolean =>
    imageColor === undefined ||
    Math.max(repeatFrameMs, blackFrameMs) >= FOR_EVER_MS ||
    lostMs < repeatFrameMs + blackFrameMs;
  const rendered = new Map<string, RungGop | undefined>();
  return (rung, lostMs) => {
    const colour = isBlack(lostMs) ? undefined : imageColor;
    const key = `${rung} ${colour}`;
    if (!rendered.has(key)) rendered.set(key, render(settings, rung, colour));
    return rendered.get(key);
  };
}

function render(
  settings: EncoderSettings,
  index: number,
  colour: string | undefined,
): RungGop | undefined {
  const rung = settings.rungs[index];
  if (rung === undefined) return undefined;
  const pictures = slatePictures(rung, colourFromHex(colour));
  const { packets, durationTicks } = renderGop({
    settings,
    rungIndex: index,
    rung,
    pictures,
    startMs: 0,
    sequence: 0,
  });
  let slate: RungGop | undefined;
  const cutter = createTsCutter(rung.sampleRate, (gop) => {
    slate = { ...gop, durationTicks, rung: index };
  });
  cutter.push(packets);
  cutter.end();
  return slate;
}
