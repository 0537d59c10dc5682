import type { Decoded } from "../decode-segment.ts";
import type { Fault } from "./fault.ts";

/** What was decoded of one rendition. */
export type Shown = {
  readonly name: string;
  readonly address: string;
  readonly hasPicture: boolean;
  readonly seconds: number;
  readonly decoded: Decoded;
};

/** What a decoder shows of the newest seconds. A card, a slide or a pause plays, so they are for a person to judge. */
export function judgePicture(all: readonly Shown[]): readonly Fault[] {
  return [
    ...found(all, ({ hasPicture, decoded }) => hasPicture && decoded.pictures === 0, {
      code: "UNDECODABLE",
      severity: "fail",
      text: "what is there cannot be decoded: players show nothing",
      hint: "Play the segment with ffmpeg or another player, and compare it with what the encoder sends.",
    }),
    ...found(all, ({ decoded }) => decoded.isBlack, {
      code: "PICTURE_BLACK",
      severity: "warn",
      text: "THE PICTURE IS BLACK",
      hint: "Check what is in front of the camera, and the encoder's source or scene.",
    }),
    ...found(all, ({ decoded }) => decoded.isStill && !decoded.isBlack, {
      code: "PICTURE_STILL",
      severity: "warn",
      text: "THE PICTURE STANDS STILL: a card or a slide, or a source that is frozen",
      hint: "If no card is meant, look at the encoder's source: the last picture is repeated when it stops.",
    }),
    ...found(all, ({ decoded }) => decoded.isSilent, {
      code: "SOUND_SILENT",
      severity: "warn",
      text: "THERE IS NO SOUND: it is silent throughout",
      hint: "Look at the microphone, the mixer and the encoder's level meter.",
    }),
  ];
}

function found(
  all: readonly Shown[],
  is: (shown: Shown) => boolean,
  told: Omit<Fault, "saw" | "address">,
): readonly Fault[] {
  const hit = all.filter(is);
  const [first] = hit;
  if (first === undefined) return [];
  const { name, address, seconds, decoded } = first;
  const many = hit.length === 1 ? "" : `, in ${hit.length} renditions`;
  const why = told.severity === "fail" ? `: ${decoded.complaints[0] ?? "no picture"}` : "";
  return [{ ...told, saw: `${name}, ${seconds.toFixed(1)} s${many}${why}`, address }];
}
