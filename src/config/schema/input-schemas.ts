import { z } from "zod";
import { INPUT_TYPES } from "../fields/choices.ts";
import { parseCidr } from "../cidr.ts";
import { fieldAt } from "../fields/fields.ts";
import { judgeFileUrl, judgePullUrl } from "../input-url.ts";
import { judged, matching, whole } from "./value-schemas.ts";

const describe = <T extends z.ZodType>(member: string, schema: T): T =>
  schema.describe(fieldAt(`channel.input.${member}`).help);

const cidr = judged("an IPv4 CIDR", (text) => {
  const reading = parseCidr(text);
  return reading.ok ? undefined : reading.message;
});

const cidrs = describe(
  "cidrs",
  z
    .array(cidr)
    .min(1, { error: "needs at least one CIDR" })
    .max(10, { error: "has more than 10 CIDRs, the most an input security group takes" }),
);
const streamName = describe(
  "streamName",
  matching(
    /^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_.-]{1,64}$/,
    "application and instance with a slash between them, such as live/stream",
  ),
);
const address = describe(
  "address",
  matching(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)$/,
    "an IPv4 address or a host name",
  ),
);
const port = describe("port", whole(1, 65_535));
const streamId = describe(
  "streamId",
  matching(/^[\u0021-\u007e]{1,512}$/, "1 to 512 printable characters without spaces"),
);
// MediaLive API model, SRT listener settings; the caller's are taken to be the same.
const latencyMs = describe("latencyMs", whole(120, 15_000, "milliseconds"));
const pullUrl = describe("url", judged("a URL", judgePullUrl));
const fileUrl = describe("url", judged("a URL", judgeFileUrl));
const id = describe(
  "id",
  matching(/^[A-Za-z0-9_-]{1,64}$/, "the id of a MediaLive input, such as 1234567"),
);

/**
 * The input as the file has it. Members are optional here, because a flag or a variable may bring them; that nothing is
 * missing in the end is judged after merging.
 */
export const inputSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("rtmp-push"),
    cidrs: cidrs.optional(),
    streamName: streamName.optional(),
  }),
  z.strictObject({ type: z.literal("rtp-push"), cidrs: cidrs.optional() }),
  z.strictObject({
    type: z.literal("srt-caller"),
    address: address.optional(),
    port: port.optional(),
    streamId: streamId.optional(),
    latencyMs: latencyMs.optional(),
  }),
  z.strictObject({ type: z.literal("hls-pull"), url: pullUrl.optional() }),
  z.strictObject({ type: z.literal("mp4-file"), url: fileUrl.optional() }),
  z.strictObject({ type: z.literal("existing"), id: id.optional() }),
]);

/** Schemas of the input's members by themselves, for flags and variables, which know nothing of each other. */
export const inputMemberSchemas = {
  "channel.input.type": z.enum(INPUT_TYPES),
  "channel.input.cidrs": cidrs,
  "channel.input.streamName": streamName,
  "channel.input.url": fileUrl,
  "channel.input.address": address,
  "channel.input.port": port,
  "channel.input.streamId": streamId,
  "channel.input.latencyMs": latencyMs,
  "channel.input.id": id,
} as const;
