import type { ChannelSpec } from "../../config/spec.ts";
import type { Probe, ShowLab } from "../probe.ts";

type Row = readonly [
  id: string,
  question: string,
  answer: string,
  ask: (lab: ShowLab) => string | Promise<string>,
  more?: { readonly source?: string; readonly with?: ChannelSpec["encoderAuth"] },
];

const tag = (playlist: string, name: string): string =>
  new RegExp(`^#${name}:?(.*)$`, "m").exec(playlist)?.[1] ?? "none";
const uris = (playlist: string): readonly string[] =>
  playlist.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const names = (uri: string): string =>
  [...new URLSearchParams(uri.split("?")[1] ?? "").keys()].join(", ") || "nothing";
const inf = (lab: ShowLab, name: string): string =>
  new RegExp(`(?:^|,)${name}="?([^",]*(?:,[^",=]*)?)"?(?:,|$)`).exec(
    tag(lab.master, "EXT-X-STREAM-INF"),
  )?.[1] ?? "none";
const counter = (uri: string | undefined): string => /(\d+)\.ts/.exec(uri ?? "")?.[1] ?? "none";

const TUTORIAL = { source: "tutorial" };

const ROWS: readonly Row[] = [
  [
    "names",
    "what stands before the segment counter, and how many digits has it?",
    "_, 5",
    ({ variant }) => {
      const found = /(.)(\d+)\.ts/.exec(uris(variant)[0] ?? "");
      return `${found?.[1] ?? "?"}, ${found?.[2]?.length ?? 0}`;
    },
    { source: "tutorial; the user guide has other examples" },
  ],
  [
    "query-url-token",
    "what of the destination's query string does the master carry?",
    "token, ttl_seconds, role",
    ({ master }) => names(uris(master)[0] ?? ""),
    { source: "tutorial; a later guide leaves role out", with: "url-token" },
  ],
  [
    "query-parameter-store",
    "what of the destination's query string does the master carry?",
    "ttl_seconds, role",
    ({ master }) => names(uris(master)[0] ?? ""),
    { source: "tutorial; a later guide leaves role out", with: "parameter-store" },
  ],
  [
    "segment-query",
    "do segments carry a query string?",
    "nothing",
    ({ variant }) => names(uris(variant)[0] ?? ""),
    TUTORIAL,
  ],
  [
    "extinf",
    "EXTINF with SegmentLength 2 and a GOP of 2.5 s",
    "2.50000,",
    ({ variant }) => tag(variant, "EXTINF"),
    { source: "model; a sample of a guide has 2.00000" },
  ],
  [
    "target",
    "EXT-X-TARGETDURATION of 2.5 s segments",
    "3",
    ({ variant }) => tag(variant, "EXT-X-TARGETDURATION"),
  ],
  [
    "master-head",
    "version and tags of the master",
    "3, independent",
    ({ master }) =>
      `${tag(master, "EXT-X-VERSION")}, ${master.includes("#EXT-X-INDEPENDENT-SEGMENTS") ? "independent" : "not independent"}`,
    TUTORIAL,
  ],
  [
    "version",
    "version of a variant playlist",
    "3",
    ({ variant }) => tag(variant, "EXT-X-VERSION"),
    TUTORIAL,
  ],
  [
    "sequence",
    "is EXT-X-MEDIA-SEQUENCE the first counter?",
    "yes",
    ({ variant }) =>
      Number(tag(variant, "EXT-X-MEDIA-SEQUENCE")) === Number(counter(uris(variant)[0]))
        ? "yes"
        : "no",
    TUTORIAL,
  ],
  [
    "bandwidth",
    "BANDWIDTH of 300 + 64 kbit/s: 1.1 × (1.52 v + a)?",
    "572000",
    (lab) => inf(lab, "BANDWIDTH"),
  ],
  [
    "average",
    "AVERAGE-BANDWIDTH of it: 1.1 × (v + a)?",
    "400400",
    (lab) => inf(lab, "AVERAGE-BANDWIDTH"),
  ],
  [
    "codecs",
    "CODECS of 320x240 at 30 per second, MAIN, level automatic",
    "avc1.4d400d,mp4a.40.2",
    (lab) => inf(lab, "CODECS"),
    TUTORIAL,
  ],
  [
    "healthy",
    "which alerts has a channel that writes?",
    "none",
    ({ running }) => running.get("alerts") ?? "?",
  ],
  [
    "update-running",
    "UpdateChannel while it runs",
    "409 ConflictException",
    ({ running }) => running.get("update") ?? "?",
    { source: "model" },
  ],
  [
    "delete-running",
    "DeleteChannel while it runs",
    "409 ConflictException",
    ({ running }) => running.get("delete") ?? "?",
    { source: "seen" },
  ],
  [
    "start-running",
    "StartChannel while it runs",
    "409 ConflictException",
    ({ running }) => running.get("start") ?? "?",
    { source: "model" },
  ],
  [
    "endlist",
    "is there an EXT-X-ENDLIST after a stop?",
    "no",
    ({ afterStop }) => (afterStop.includes("#EXT-X-ENDLIST") ? "yes" : "no"),
  ],
  [
    "deletion",
    "is a segment still there that KeepSegments has left behind?",
    "200",
    async (lab) =>
      String(
        (
          await lab.momento(`/cache/${lab.cache}/${lab.firstSegment}`, {
            headers: { authorization: lab.playerKey },
          })
        ).status,
      ),
    { with: "url-token" },
  ],
  [
    "restart",
    "the counter and EXT-X-MEDIA-SEQUENCE after a restart",
    "1, 1",
    ({ afterRestart }) =>
      `${Number(counter(uris(afterRestart)[0]))}, ${tag(afterRestart, "EXT-X-MEDIA-SEQUENCE")}`,
    { source: "user guide", with: "url-token" },
  ],
  [
    "alert",
    "the alert of an encoder whose key is wrong",
    "Failed to Create Output File or Socket",
    ({ alert }) => alert,
    { source: "user guide", with: "parameter-store" },
  ],
];

/** What a channel writes, and when. */
export const ENCODER_PROBES: readonly Probe[] = [
  ...ROWS.map(([id, question, answer, ask, more]): Probe => ({
    id: `encoder-${id}`,
    area: "encoder",
    group: "show",
    question,
    answer,
    ask: async (lab) => ask(lab),
    ...more,
  })),
];
