import type { WireAnswer, WireCall } from "../../services/aws/wire-client.ts";
import { statusText } from "../status-text.ts";
import type { Lab, Probe } from "../probe.ts";
import { type ReadRow, readsOf, type WriteRow, writesOf } from "./from-rows.ts";

const BAD = "400 BadRequestException";
const JSON_TYPE = { "content-type": "application/json" };

/** One call of MediaLive. */
export const askMediaLive = ({
  lab,
  method,
  path,
  body,
}: {
  readonly lab: Lab;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}): Promise<WireAnswer> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_TYPE };
  return lab.aws({
    service: "medialive",
    method,
    path: `/prod${path}`,
    ...sent,
  } satisfies WireCall);
};

/** Asks for something that must be refused; if it is made all the same it is deleted at once. */
const refused = async (lab: Lab, path: string, body: unknown): Promise<string> => {
  const answer = await askMediaLive({ lab, method: "POST", path, body });
  const id = /"id":\s*"(\d+)"/.exec(answer.body)?.[1];
  if (answer.status < 300 && id !== undefined)
    await askMediaLive({ lab, method: "DELETE", path: `${path}/${id}` });
  return statusText(answer);
};

const GUIDE = "user guide";
const MODEL = "model";

const READS: readonly ReadRow[] = [
  [
    "unknown-channel",
    "DescribeChannel of none",
    "404 NotFoundException",
    async (lab) =>
      statusText(await askMediaLive({ lab, method: "GET", path: "/channels/9999999" })),
    MODEL,
  ],
  [
    "unknown-input",
    "DescribeInput of none",
    "404 NotFoundException",
    async (lab) => statusText(await askMediaLive({ lab, method: "GET", path: "/inputs/9999999" })),
    MODEL,
  ],
  [
    "unknown-alerts",
    "ListAlerts of no channel",
    "404 NotFoundException",
    async (lab) =>
      statusText(await askMediaLive({ lab, method: "GET", path: "/channels/9999999/alerts" })),
  ],
  [
    "start-unknown",
    "StartChannel of none",
    "404 NotFoundException",
    async (lab) =>
      statusText(
        await askMediaLive({ lab, method: "POST", path: "/channels/9999999/start", body: {} }),
      ),
    MODEL,
  ],
  [
    "page",
    "a page of 1,001 channels",
    BAD,
    async (lab) =>
      statusText(
        await lab.aws({
          service: "medialive",
          path: "/prod/channels",
          query: { maxResults: "1001" },
        }),
      ),
  ],
  [
    "unknown-path",
    "a path that no operation has",
    "403 MissingAuthenticationTokenException",
    async (lab) => statusText(await askMediaLive({ lab, method: "GET", path: "/nothing" })),
  ],
];

const WRITES: readonly WriteRow[] = [
  [
    "no-rule",
    "a security group without a rule",
    BAD,
    (lab) => refused(lab, "/inputSecurityGroups", { whitelistRules: [] }),
    "seen",
  ],
  [
    "eleven-rules",
    "a security group of eleven rules",
    BAD,
    (lab) =>
      refused(lab, "/inputSecurityGroups", {
        whitelistRules: Array.from({ length: 11 }, (_, n) => ({ cidr: `203.0.113.${n}/32` })),
      }),
    GUIDE,
  ],
  [
    "input-type",
    "CreateInput without a type",
    BAD,
    (lab) => refused(lab, "/inputs", { name: "live-origin-probe" }),
  ],
  [
    "push-group",
    "an RTMP push without a security group",
    BAD,
    (lab) =>
      refused(lab, "/inputs", {
        name: "live-origin-probe",
        type: "RTMP_PUSH",
        destinations: [{ streamName: "a/b" }],
      }),
    GUIDE,
  ],
  [
    "file-url",
    "an input of file:///",
    BAD,
    (lab) =>
      refused(lab, "/inputs", {
        name: "live-origin-probe",
        type: "MP4_FILE",
        sources: [{ url: "file:///a.mp4" }],
      }),
  ],
  [
    "srt-latency",
    "an SRT caller with 119 ms",
    BAD,
    (lab) =>
      refused(lab, "/inputs", {
        name: "live-origin-probe",
        type: "SRT_CALLER",
        srtSettings: {
          srtCallerSources: [
            { srtListenerAddress: "198.51.100.1", srtListenerPort: "9000", minimumLatency: 119 },
          ],
        },
      }),
    MODEL,
  ],
  [
    "attached",
    "a second channel for an input",
    "409 ConflictException",
    (lab) =>
      refused(
        lab,
        "/channels",
        Object.assign(lab.channelBody(), {
          name: "live-origin-probe",
          channelClass: "SINGLE_PIPELINE",
        }),
      ),
    "seen",
  ],
  [
    "delete-attached",
    "DeleteInput of an attached one",
    "409 ConflictException",
    async (lab) =>
      statusText(await askMediaLive({ lab, method: "DELETE", path: `/inputs/${lab.inputId}` })),
    MODEL,
  ],
  [
    "stop-idle",
    "StopChannel of an idle one",
    "409 ConflictException",
    async (lab) =>
      statusText(
        await askMediaLive({
          lab,
          method: "POST",
          path: `/channels/${lab.channelId}/stop`,
          body: {},
        }),
      ),
  ],
];

/** How MediaLive refuses: by what cannot be read, what is out of range, what is not there, what is not its turn. */
export const MEDIALIVE_PROBES: readonly Probe[] = [
  ...readsOf("medialive", READS),
  ...writesOf("medialive", WRITES),
];
