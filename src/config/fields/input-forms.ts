import { parseCidr } from "../cidr.ts";
import { judgeFileUrl } from "../input-url.ts";
import type { FieldParts } from "./field.ts";

type ValueForm = Pick<FieldParts, "form" | "range" | "unit">;

/** The most CIDRs that an input security group takes (AWS Elemental MediaLive User Guide), and what is said of none and of more. */
export const MOST_CIDRS = 10;
export const CIDRS_WORDS = {
  none: "needs at least one CIDR",
  tooMany: `has more than ${MOST_CIDRS} CIDRs, the most an input security group takes`,
} as const;

/**
 * What the members of an input must look like, each by itself; of the CIDRs each one. What an input's type allows of them shows
 * only together: an HLS input's URL may be less than an MP4's.
 */
export const INPUT_FORMS = {
  cidrs: {
    form: {
      what: "an IPv4 CIDR",
      judge: (text: string): string | undefined => {
        const reading = parseCidr(text);
        return reading.ok ? undefined : reading.message;
      },
    },
  },
  streamName: {
    form: {
      what: "application and instance with a slash between them, such as live/stream",
      pattern: /^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_.-]{1,64}$/,
    },
  },
  url: { form: { what: "a URL", judge: judgeFileUrl } },
  address: {
    form: {
      what: "an IPv4 address or a host name",
      pattern: /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)$/,
    },
  },
  port: { range: [1, 65_535] },
  streamId: {
    form: {
      what: "1 to 512 printable characters without spaces",
      pattern: /^[\u0021-\u007e]{1,512}$/,
    },
  },
  // MediaLive API model, SRT listener settings; the caller's are taken to be the same.
  latencyMs: { range: [120, 15_000], unit: "milliseconds" },
  id: {
    form: {
      what: "the id of a MediaLive input, such as 1234567",
      pattern: /^[A-Za-z0-9_-]{1,64}$/,
    },
  },
} as const satisfies Readonly<Record<string, ValueForm>>;
