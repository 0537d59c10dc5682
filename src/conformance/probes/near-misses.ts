import { statusText } from "../status-text.ts";
import type { Json, Probe, StackLab } from "../probe.ts";
import { type WriteRow, writesOf } from "./from-rows.ts";
import { askMediaLive } from "./medialive.ts";

const BAD = "400 BadRequestException";
const INVALID = "422 UnprocessableEntityException";

/** Sends the stack's own channel with one thing spoiled; if it is taken, the channel is put back as it was. */
const spoiled = async (lab: StackLab, spoil: (body: Json) => unknown): Promise<string> => {
  const body = lab.channelBody();
  spoil(body);
  const path = `/channels/${lab.channelId}`;
  const answer = await askMediaLive({ lab, method: "PUT", path, body });
  if (answer.status < 300) {
    for (let tries = 0; tries < 60; tries++) {
      if (/"state":\s*"IDLE"/.test((await askMediaLive({ lab, method: "GET", path })).body)) break;
      await lab.pause(1_000);
    }
    await askMediaLive({ lab, method: "PUT", path, body: lab.channelBody() });
  }
  return statusText(answer);
};
const encoder = (body: Json): Json => body["encoderSettings"] as Json;
const group = (body: Json): Json => encoder(body)["outputGroups"]?.[0] as Json;
const hls = (body: Json): Json => group(body)["outputGroupSettings"]?.["hlsGroupSettings"] as Json;
const output = (body: Json): Json =>
  group(body)["outputs"]?.[0]?.["outputSettings"]?.["hlsOutputSettings"] as Json;
const video = (body: Json): Json => encoder(body)["videoDescriptions"]?.[0] as Json;
const h264 = (body: Json): Json => video(body)["codecSettings"]?.["h264Settings"] as Json;
const aac = (body: Json): Json =>
  encoder(body)["audioDescriptions"]?.[0]?.["codecSettings"]?.["aacSettings"] as Json;
const set = (target: Json, members: Readonly<Record<string, unknown>>): unknown =>
  Object.assign(target, members);
const url = (body: Json): Json => body["destinations"]?.[0]?.["settings"]?.[0] as Json;

const GUIDE = "user guide";
const MODEL = "model";

const SPOILED: readonly (readonly [
  id: string,
  question: string,
  answer: string,
  spoil: (body: Json) => unknown,
  source?: string,
])[] = [
  ["fraction", "SegmentLength 2.5", BAD, (b) => set(hls(b), { segmentLength: 2.5 })],
  ["zero-segment", "SegmentLength 0", INVALID, (b) => set(hls(b), { segmentLength: 0 }), MODEL],
  ["unknown-word", "an unknown codec profile", BAD, (b) => set(h264(b), { profile: "EXTENDED" })],
  ["low-bitrate", "a bitrate of 999 bit/s", INVALID, (b) => set(h264(b), { bitrate: 999 }), MODEL],
  [
    "keep",
    "as many segments kept as listed",
    INVALID,
    (b) => set(hls(b), { indexNSegments: 5, keepSegments: 5 }),
    MODEL,
  ],
  ["window", "a window of two", INVALID, (b) => set(hls(b), { indexNSegments: 2 }), MODEL],
  [
    "restart-delay",
    "RestartDelay 16",
    INVALID,
    (b) => set(hls(b), { hlsCdnSettings: { hlsBasicPutSettings: { restartDelay: 16 } } }),
    MODEL,
  ],
  [
    "two-ways",
    "two CDN settings",
    INVALID,
    (b) => set(hls(b), { hlsCdnSettings: { hlsBasicPutSettings: {}, hlsAkamaiSettings: {} } }),
  ],
  ["sample-rate", "AAC at 12,345 Hz", INVALID, (b) => set(aac(b), { sampleRate: 12_345 }), GUIDE],
  [
    "aac-bitrate",
    "stereo AAC at 48 kHz with 63 kbit/s",
    INVALID,
    (b) => set(aac(b), { bitrate: 63_000 }),
    GUIDE,
  ],
  [
    "modifier",
    "an output without a name modifier",
    INVALID,
    (b) => delete (output(b) as Record<string, unknown>)["nameModifier"],
    GUIDE,
  ],
  [
    "base-name",
    "a destination without a base file name",
    INVALID,
    (b) => set(url(b), { url: `${new URL(String(url(b)["url"])).origin}/cache/c/` }),
    GUIDE,
  ],
  ["odd-width", "an odd width", INVALID, (b) => set(video(b), { width: 321 })],
  [
    "unused-audio",
    "an audio description that nothing uses",
    INVALID,
    (b) =>
      encoder(b)["audioDescriptions"]?.push({
        name: "unused",
        audioSelectorName: "default",
      } as unknown as Json),
    "seen",
  ],
  [
    "selector",
    "an audio selector that is not defined",
    INVALID,
    (b) => set(encoder(b)["audioDescriptions"]?.[0] as Json, { audioSelectorName: "nobody" }),
  ],
  [
    "half-credentials",
    "a user name without a password parameter",
    INVALID,
    (b) => {
      delete (url(b) as Record<string, unknown>)["passwordParam"];
      set(url(b), { username: "momento" });
    },
  ],
  [
    "empty-list",
    "mediaPackageSettings: [] beside settings",
    BAD,
    (b) => set(b["destinations"]?.[0] as Json, { mediaPackageSettings: [] }),
    "seen",
  ],
  [
    "no-input",
    "an input that is not there",
    BAD,
    (b) => set(b["inputAttachments"]?.[0] as Json, { inputId: "9999999" }),
  ],
  [
    "role",
    "a role that is not there",
    BAD,
    (b) => set(b, { roleArn: String(b["roleArn"]).replace(/role\/.*/, "role/live-origin-nobody") }),
    "seen",
  ],
];

/** Near misses of a channel, which must be refused. */
export const NEAR_MISSES: readonly Probe[] = writesOf(
  "medialive",
  SPOILED.map(([id, question, answer, spoil, source]): WriteRow => [
    id,
    `UpdateChannel: ${question}`,
    answer,
    (lab) => spoiled(lab, spoil),
    source,
  ]),
);
