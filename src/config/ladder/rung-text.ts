import type { RungEntry } from "../schema/schema.ts";
import { quoted } from "../text/words.ts";

/** How a rung is written on the command line. */
export const RUNG_FORM = "NAME=WIDTHxHEIGHT@FPS,VIDEO_KBPS,AUDIO_KBPS";
export const RUNG_EXAMPLE = "1080p30=1920x1080@30,5000,128";

/** A rung as read from text, or why it cannot be read. Whether its numbers make sense is judged by the schema. */
type RungReading =
  | { readonly ok: true; readonly rung: RungEntry }
  | { readonly ok: false; readonly message: string };

const SHAPE =
  /^(?<name>[^=\s]+)=(?<width>\d+)x(?<height>\d+)@(?<fps>\d+(?:\.\d+)?),(?<video>\d+(?:\.\d+)?),(?<audio>\d+(?:\.\d+)?)(?<extras>(?:,[^,]+)*)$/i;

const EXTRA_READERS: Readonly<Record<string, (value: string) => Partial<RungEntry> | undefined>> = {
  max: (value) => (/^\d+(\.\d+)?$/.test(value) ? { maxVideoKbps: Number(value) } : undefined),
  par: (value) => {
    const [, left, right] = /^(\d+):(\d+)$/.exec(value) ?? [];
    return left === undefined || right === undefined
      ? undefined
      : { pixelAspect: [Number(left), Number(right)] };
  },
  modifier: (value) => ({ nameModifier: value }),
};

/**
 * Reads `1080p30=1920x1080@30,5000,128` (video and audio in kbps). After these may come `max=7500` (peak kbps for VBR and
 * QVBR), `par=4:3` (pixel aspect) and `modifier=_hd` (name modifier).
 */
export function parseRung(text: string): RungReading {
  const parts = SHAPE.exec(text.trim())?.groups;
  if (parts === undefined)
    return {
      ok: false,
      message: `${quoted(text)} is not a rung; write ${RUNG_FORM}, for example ${RUNG_EXAMPLE}`,
    };
  let rung: RungEntry = {
    name: parts["name"] ?? "",
    width: Number(parts["width"]),
    height: Number(parts["height"]),
    fps: Number(parts["fps"]),
    videoKbps: Number(parts["video"]),
    audioKbps: Number(parts["audio"]),
  };
  for (const extra of (parts["extras"] ?? "").split(",").filter((piece) => piece !== "")) {
    const [key = "", value = ""] = extra.split("=");
    const read = Object.hasOwn(EXTRA_READERS, key) ? EXTRA_READERS[key]?.(value) : undefined;
    if (read === undefined)
      return {
        ok: false,
        message: `${quoted(extra)} in rung ${quoted(rung.name)} is none of max=KBPS, par=4:3, modifier=_NAME`,
      };
    rung = { ...rung, ...read };
  }
  return { ok: true, rung };
}

/** Writes a rung the way {@link parseRung} reads it. */
export function rungText(rung: RungEntry): string {
  return [
    `${rung.name}=${rung.width}x${rung.height}@${rung.fps}`,
    String(rung.videoKbps),
    String(rung.audioKbps),
    ...(rung.maxVideoKbps === undefined ? [] : [`max=${rung.maxVideoKbps}`]),
    ...(rung.pixelAspect === undefined ? [] : [`par=${rung.pixelAspect.join(":")}`]),
    ...(rung.nameModifier === undefined ? [] : [`modifier=${rung.nameModifier}`]),
  ].join(",");
}
