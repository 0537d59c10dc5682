import type { Input } from "../../config/spec.ts";
import type { Ingest } from "../../services/medialive/ingest.ts";
import type { EdgeLook } from "../../verify/first-picture.ts";
import type { SetAlert } from "./channel-alerts.ts";

/** How a show stands. The codes are stable. */
export type ShowReport = {
  readonly code:
    | "PLAYS"
    /** It plays from here, while the distribution is still rolling out elsewhere. */
    | "PLAYS_ROLLING_OUT"
    /** Nothing that can be decoded has come from an encoder that is to push, or to listen. */
    | "WAITING_FOR_ENCODER"
    /** A file or playlist cannot be decoded. */
    | "INPUT_UNREADABLE"
    | "INPUT_NOT_ACCESSIBLE"
    | "NO_VIDEO"
    | "NO_AUDIO"
    | "OUTPUT_FAILS"
    | "DOES_NOT_PLAY";
  readonly message: string;
  /** It is up to the encoder: it may connect, or send something else. */
  readonly waitsForEncoder: boolean;
  /** What was seen besides and is worth knowing: a black picture, or that nobody could look. */
  readonly notes: readonly string[];
};

type Seen = {
  readonly look: EdgeLook;
  /** Undefined where they cannot be read. */
  readonly alerts: readonly SetAlert[] | undefined;
  readonly ingest: Ingest | undefined;
  readonly input: Input | undefined;
};

/** Which alerts mean that the show does not work, the more telling ones first. AWS has no list of types; these are words in them. */
const TELLING: readonly (readonly [RegExp, ShowReport["code"]])[] = [
  [/output/i, "OUTPUT_FAILS"],
  [/not accessible|resource/i, "INPUT_NOT_ACCESSIBLE"],
  [/video/i, "NO_VIDEO"],
  [/audio/i, "NO_AUDIO"],
  [/probe/i, "INPUT_UNREADABLE"],
  [/input|source|network|program/i, "INPUT_UNREADABLE"],
];

const WHAT: Readonly<Partial<Record<ShowReport["code"], string>>> = {
  OUTPUT_FAILS: "MediaLive cannot write to the origin.",
  INPUT_NOT_ACCESSIBLE: "MediaLive cannot reach the input.",
  INPUT_UNREADABLE: "MediaLive cannot decode the input.",
  NO_VIDEO: "No video that MediaLive can use arrives from the input.",
  NO_AUDIO: "No audio that MediaLive can use arrives from the input.",
};

const PLAYS = { code: "PLAYS", message: "It plays through the edge." } as const;

/** What a look at the edge and at the channel's alerts comes to. An alert that says otherwise outweighs what plays. */
export function judgeShow({ look, alerts, ingest, input }: Seen): ShowReport {
  const found = TELLING.flatMap(([pattern, code]) => {
    const alert = alerts?.find(({ type }) => pattern.test(type));
    return alert === undefined ? [] : [{ alert, code }];
  })[0];
  const notes = alerts === undefined ? ["The channel's alerts could not be read."] : [];
  if (found === undefined)
    return look.plays
      ? { ...PLAYS, waitsForEncoder: false, notes }
      : {
          code: "DOES_NOT_PLAY",
          message: `It does not play yet: ${look.why}.`,
          waitsForEncoder: false,
          notes,
        };
  const { alert } = found;
  const comesFromEncoder = ingest !== undefined && ingest.direction !== "pull";
  const code =
    found.code === "INPUT_UNREADABLE" && comesFromEncoder ? "WAITING_FOR_ENCODER" : found.code;
  const what =
    code === "WAITING_FOR_ENCODER"
      ? "The channel waits for its encoder: nothing that MediaLive can decode has come from it."
      : (WHAT[code] ?? "");
  const waitsForEncoder = comesFromEncoder && code !== "OUTPUT_FAILS";
  const where = waitsForEncoder ? whereTo(ingest, input) : "";
  return {
    code,
    message: `${what}${where} MediaLive says: ${alert.type}: ${alert.message}`,
    waitsForEncoder,
    notes,
  };
}

/** Where the encoder is to send, who may, and what OBS must show. */
function whereTo(ingest: Ingest, input: Input | undefined): string {
  if (ingest.direction === "listen")
    return ` MediaLive calls ${ingest.url ?? "it"}: the encoder must listen there.`;
  const allowed =
    input !== undefined && "cidrs" in input && input.cidrs.length > 0
      ? ` From ${input.cidrs.join(", ")}.`
      : "";
  const { server, streamKey, url } = ingest;
  if (server === undefined) return ` Push to ${url ?? "its address"}.${allowed}`;
  return ` Push H.264 and AAC to server ${server}, stream key ${streamKey ?? ""}.${allowed} OBS: Settings, Stream, Service "Custom…", these two, then Start Streaming; its status bar must show a bitrate.`;
}

/** A report after the roll-out that it spoke of is over. */
export function rolledOut(report: ShowReport | null): ShowReport | null {
  return report?.code === "PLAYS_ROLLING_OUT" ? { ...report, ...PLAYS } : report;
}

/** Whether a report certifies the show. */
export function isVerified({ code }: ShowReport): boolean {
  return code === "PLAYS" || code === "PLAYS_ROLLING_OUT";
}
