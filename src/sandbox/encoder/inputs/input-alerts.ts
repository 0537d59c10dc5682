/**
 * Types of the alerts about a channel's input, in the words of the MediaLive user guide ("Alerts for channels": 5007, 5008,
 * 5101). The guide's entry for a missing picture could not be read; its words are inferred from those for sound.
 */
export const INPUT_ALERT = {
  /** 5007: the channel has written nothing yet. */
  probe: "Initial Probe Taking Longer Than Expected",
  /** 5008: the message names the resource. */
  access: "Input Resource Not Accessible",
  /** 5101 */
  audio: "Audio Not Detected",
  video: "Video Not Detected",
} as const;

export type InputAlert = (typeof INPUT_ALERT)[keyof typeof INPUT_ALERT];

const PROBING =
  "The pipeline is not producing output yet, because it is waiting for an input that it can decode.";

/** What is wrong with what arrives; `says` is one sentence without its stop. */
export type Diagnosis = {
  /** `nothing` arrives, what arrives cannot be `read`, its source is out of `access`, or `video` or `audio` is missing. */
  readonly lacks: "nothing" | "read" | "access" | "video" | "audio";
  readonly says: string;
};

/** The alerts that a diagnosis sets, by type, before the input was ever healthy or after it was lost. */
export function alertsOf(
  { lacks, says }: Diagnosis,
  wasHealthy: boolean,
): ReadonlyMap<InputAlert, string> {
  const sentence = `${says[0]?.toUpperCase() ?? ""}${says.slice(1)}.`;
  const cause = lacks === "access" ? INPUT_ALERT.access : INPUT_ALERT.video;
  const alerts = new Map<InputAlert, string>();
  if (lacks === "audio") return alerts.set(INPUT_ALERT.audio, sentence);
  if (wasHealthy) return alerts.set(cause, sentence);
  if (lacks === "access" || lacks === "video") alerts.set(cause, sentence);
  return alerts.set(INPUT_ALERT.probe, `${PROBING} ${sentence}`);
}
