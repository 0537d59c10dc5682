import { asList, asRecord, asText, asTexts, at, type JsonRecord } from "../json.ts";
import { badRequest } from "./refusals.ts";

const PUSH = new Set(["RTMP_PUSH", "RTP_PUSH", "UDP_PUSH"]);
const PULL = new Set(["URL_PULL", "MP4_FILE", "TS_FILE", "RTMP_PULL"]);

/** Does the encoder connect to MediaLive, so that a security group is needed? */
export function isPush(type: string): boolean {
  return PUSH.has(type);
}

/** Does the pull happen from a list of Sources? */
export function isPull(type: string): boolean {
  return PULL.has(type);
}

/**
 * Checks a CreateInput body for its type, and gives the class that follows from it: one destination or source is
 * SINGLE_PIPELINE, two are STANDARD; RTP and UDP pushes always have two endpoints (MediaLive user guide). Throws
 * BadRequestException.
 */
export function inputClassOf(body: JsonRecord): "STANDARD" | "SINGLE_PIPELINE" {
  if ((asText(body["name"]) ?? "") === "") throw badRequest("Input name is required");
  const type = asText(body["type"]) ?? "";
  if (type === "") throw badRequest("Input type is required");
  if (isPush(type)) {
    if (asTexts(body["inputSecurityGroups"]).length === 0)
      throw badRequest(`At least one input security group is required for input type ${type}`);
    return type === "RTMP_PUSH" ? counted(streamNames(body), "destinations") : "STANDARD";
  }
  if (isPull(type)) return counted(urls(body, type), "sources");
  if (type === "SRT_CALLER") return counted(srtCallers(body), "srtCallerSources");
  throw badRequest(`This sandbox does not emulate inputs of type ${type}`);
}

function counted(all: readonly unknown[], what: string): "STANDARD" | "SINGLE_PIPELINE" {
  if (all.length !== 1 && all.length !== 2)
    throw badRequest(`An input needs one or two ${what} (got ${all.length})`);
  return all.length === 1 ? "SINGLE_PIPELINE" : "STANDARD";
}

/** The stream names of an RTMP push: application name, slash, application instance. */
export function streamNames(body: JsonRecord): readonly string[] {
  const names = asList(body["destinations"]).map((one) => asText(at(one, "streamName")) ?? "");
  for (const name of names)
    if (!/^[^/\s]+\/[^/\s]+$/.test(name))
      throw badRequest(
        `Invalid stream name (${name}): it must be applicationName/applicationInstance`,
      );
  if (new Set(names).size !== names.length)
    throw badRequest("The stream names of an input must differ");
  return names;
}

function urls(body: JsonRecord, type: string): readonly string[] {
  // `file:` is a departure from MediaLive, which cannot see this machine's files: a rehearsal may play one.
  const schemes = type === "RTMP_PULL" ? /^rtmps?:$/ : /^(https?|s3|s3ssl|mediastoressl|file):$/;
  return asList(body["sources"]).map((one) => {
    const url = asText(at(one, "url")) ?? "";
    if (!URL.canParse(url) || !schemes.test(new URL(url).protocol))
      throw badRequest(`Invalid URL (${url}) specified for inputSource`);
    return url;
  });
}

/** Most and least milliseconds of SRT latency, as for listeners (MediaLive API model); for callers inferred. */
const SRT_LATENCY = { min: 120, max: 15_000 };

function srtCallers(body: JsonRecord): readonly JsonRecord[] {
  if (at(body, "srtSettings", "srtListenerSettings") !== undefined)
    throw badRequest("SRT caller and SRT listener settings are exclusive");
  return asList(at(body, "srtSettings", "srtCallerSources")).map((one) => {
    const source = asRecord(one) ?? {};
    const port = asText(source["srtListenerPort"]) ?? "";
    if ((asText(source["srtListenerAddress"]) ?? "") === "")
      throw badRequest("srtListenerAddress is required");
    if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535)
      throw badRequest(`Invalid srtListenerPort (${port})`);
    const latency = Number(source["minimumLatency"] ?? SRT_LATENCY.min);
    if (latency < SRT_LATENCY.min || latency > SRT_LATENCY.max)
      throw badRequest(`minimumLatency must be between ${SRT_LATENCY.min} and ${SRT_LATENCY.max}`);
    return source;
  });
}
