import type { Context } from "../../context.ts";
import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import { NTSC_RATES } from "../../config/ladder/frame-rate.ts";
import { parseRung, RUNG_EXAMPLE, rungText } from "../../config/ladder/rung-text.ts";
import type { ResolveInput } from "../../config/resolve/resolve.ts";
import { MOST_RUNGS } from "../../config/ladder/rung-members.ts";
import type { RungEntry } from "../../config/schema/schema.ts";
import { askChoice, askText } from "../../terminal/ask.ts";
import { typingHint } from "./typing-hints.ts";

/** 16:9 with square pixels, as cameras and screens have it. */
const SIZES = ["1920x1080", "1280x720", "960x540", "854x480", "640x360", "426x240", "3840x2160"];
const OTHER = "another size";
const ENOUGH = "enough";

/** What a rung is made of: what is known of it, the rest by what is usual. */
type Parts = { readonly size: string } & Partial<
  Readonly<Record<"fps" | "video" | "audio" | "name", string>>
>;

/**
 * Asks for one rung field by field, each answer judged together with the rungs before it; undefined when they are enough.
 * Rejects when the person leaves.
 */
export async function askRung(
  context: Context,
  {
    question,
    rungs,
    input,
  }: {
    readonly question: Question;
    readonly rungs: readonly RungEntry[];
    readonly input: ResolveInput;
  },
): Promise<RungEntry | undefined> {
  if (rungs.length === MOST_RUNGS) return undefined;
  const before = rungs.at(-1);
  const title = `Rung ${rungs.length + 1}`;
  const usualFps = String(before?.fps ?? 30);
  const usualAudio = String(before?.audioKbps ?? 128);
  const text = ({ size, fps = usualFps, audio = usualAudio, ...more }: Parts): string => {
    const { video = usualKbps(size, fps), name = usualName(size, fps, rungs) } = more;
    return `${name}=${size}@${fps},${video},${audio}`;
  };
  const problem = (parts: Parts): string | undefined => {
    const judged = judgeAnswer(question, [...rungs.map(rungText), text(parts)], input);
    return judged.ok ? undefined : judged.message;
  };
  const ask = (
    what: string,
    {
      form,
      ...known
    }: {
      readonly why: string;
      readonly initial: string | undefined;
      /** What it must look like. */
      readonly form: string;
    },
    withAnswer: (answer: string) => Parts,
  ): Promise<string> =>
    askText(context, {
      message: `${title}: ${what}`,
      ...known,
      validate: (answer) =>
        parseRung(text(withAnswer(answer))).ok ? problem(withAnswer(answer)) : `must be ${form}`,
      hint: (answer) => {
        const rung = text(withAnswer(answer === "" ? (known.initial ?? "") : answer));
        return parseRung(rung).ok
          ? typingHint(question, rung, { input, now: context.clock.now() })
          : undefined;
      },
    });

  const chosen = await askChoice(context, {
    message: `${title}: size of the picture`,
    why: `As a flag each rung is --rung ${RUNG_EXAMPLE}`,
    options: [
      ...(before === undefined
        ? []
        : [{ value: ENOUGH, label: `no more: ${rungs.length} in all`, short: "no more" }]),
      ...[...SIZES, OTHER].map((value) => ({ value, label: value })),
    ],
  });
  if (chosen === ENOUGH) return undefined;
  const size =
    chosen === OTHER
      ? await ask(
          "width x height in pixels",
          {
            why: "Both even, for example 1080x1920 for a picture that stands.",
            form: "WIDTHxHEIGHT, such as 1080x1920",
            initial: undefined,
          },
          (answer) => ({ size: answer }),
        )
      : chosen;
  const fps = await ask(
    "frames a second",
    {
      why: `As the camera gives them: 25, 30, 50, 60, or ${NTSC_RATES.join(", ")}.`,
      form: "a number, such as 30 or 29.97",
      initial: usualFps,
    },
    (answer) => ({ size, fps: answer }),
  );
  const video = await ask(
    "kbps of the video",
    {
      why: "The bar is a segment's share of what the origin takes.",
      form: "a number of kbps, such as 3000",
      initial: usualKbps(size, fps),
    },
    (answer) => ({ size, fps, video: answer }),
  );
  const audio = await ask(
    "kbps of the sound",
    {
      why: "AAC-LC, stereo: 64 to 192 are usual.",
      form: "a number of kbps, such as 128",
      initial: usualAudio,
    },
    (answer) => ({ size, fps, video, audio: answer }),
  );
  const name = await ask(
    "its name",
    {
      why: "It is in the names of its files.",
      form: "letters, digits, _ and -",
      initial: usualName(size, fps, rungs),
    },
    (answer) => ({ size, fps, video, audio, name: answer }),
  );
  const reading = parseRung(text({ size, fps, video, audio, name }));
  if (!reading.ok) throw new Error(`a rung was taken that is none: ${reading.message}`);
  return reading.rung;
}

/** As many bits a pixel as the 1080p rung of the ladder `hd` has. */
const KBPS_PER_PIXEL = 0.08 / 1000;
const STEP_KBPS = 50;

function usualKbps(size: string, fps: string): string {
  const [width = 0, height = 0] = size.split("x").map(Number);
  const kbps = Math.round((width * height * Number(fps) * KBPS_PER_PIXEL) / STEP_KBPS) * STEP_KBPS;
  return String(Number.isFinite(kbps) ? Math.max(STEP_KBPS, kbps) : STEP_KBPS);
}

/** `720p30`, or `720p30-2` where that is taken. */
function usualName(size: string, fps: string, rungs: readonly RungEntry[]): string {
  const name = `${size.split("x")[1] ?? ""}p${Math.round(Number(fps))}`;
  const taken = rungs.filter((rung) => rung.name === name || rung.name.startsWith(`${name}-`));
  return taken.length === 0 ? name : `${name}-${taken.length + 1}`;
}
