import { z } from "zod";
import { INPUT_TYPES } from "../fields/choices.ts";
import { fieldAt } from "../fields/fields.ts";
import { CIDRS_WORDS, INPUT_FORMS, MOST_CIDRS } from "../fields/input-forms.ts";
import { judgePullUrl } from "../input-url.ts";
import { judged, matching, whole } from "./value-schemas.ts";

const describe = <T extends z.ZodType>(member: string, schema: T): T =>
  schema.describe(fieldAt(`channel.input.${member}`).help);

const { cidrs: eachCidr, streamName: names, url: fileForm, address: hosts } = INPUT_FORMS;
const { port: ports, streamId: streams, latencyMs: latencies, id: ids } = INPUT_FORMS;

const cidrs = describe(
  "cidrs",
  z
    .array(judged(eachCidr.form.what, eachCidr.form.judge))
    .min(1, { error: CIDRS_WORDS.none })
    .max(MOST_CIDRS, { error: CIDRS_WORDS.tooMany }),
);
const streamName = describe("streamName", matching(names.form.pattern, names.form.what));
const address = describe("address", matching(hosts.form.pattern, hosts.form.what));
const port = describe("port", whole(...ports.range));
const streamId = describe("streamId", matching(streams.form.pattern, streams.form.what));
const latencyMs = describe("latencyMs", whole(...latencies.range, latencies.unit));
const pullUrl = describe("url", judged("a URL", judgePullUrl));
const fileUrl = describe("url", judged(fileForm.form.what, fileForm.form.judge));
const id = describe("id", matching(ids.form.pattern, ids.form.what));

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
