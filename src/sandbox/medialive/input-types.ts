import { asList, asRecord, asText, asTexts, at, type JsonRecord } from "../json.ts";
import { isLoopback, isOutOfReach } from "../reach.ts";
import { badRequest } from "./refusals.ts";

const PUSH = new Set(["RTMP_PUSH", "RTP_PUSH", "UDP_PUSH"]);
const PULL = new Set(["URL_PULL", "MP4_FILE", "TS_FILE", "RTMP_PULL"]);

/** Ports of this sandbox on loopback that an input may be pulled from: they stand for addresses of the internet. */
export type IsOwnPort = (port: number) => boolean;

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
export function inputClassOf(
  body: JsonRecord,
  isOwnPort: IsOwnPort = () => false,
): "STANDARD" | "SINGLE_PIPELINE" {
  if ((asText(body["name"]) ?? "") === "") throw badRequest("Input name is required");
  const type = asText(body["type"]) ?? "";
  if (type === "") throw badRequest("Input type is required");
  if (isPush(type)) {
    if (asTexts(body["inputSecurityGroups"]).length === 0)
      throw badRequest(`At least one input security group is required for input type ${type}`);
    return type === "RTMP_PUSH" ? counted(streamNames(body), "destinations") : "STANDARD";
  }
  if (isPull(type)) return counted(urls(body, type, isOwnPort), "sources");
  if (type === "SRT_CALLER") return counted(srtCallers(body, isOwnPort), "srtCallerSources");
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

function urls(body: JsonRecord, type: string, isOwnPort: IsOwnPort): readonly string[] {
  const schemes = type === "RTMP_PULL" ? /^rtmps?:$/ : /^(https?|s3|s3ssl|mediastoressl):$/;
  return asList(body["sources"]).map((one) => {
    const url = asText(at(one, "url")) ?? "";
    if (!URL.canParse(url) || !schemes.test(new URL(url).protocol))
      throw badRequest(`Invalid URL (${url}) specified for inputSource`);
    const { protocol, hostname, port, username } = new URL(url);
    // In s3:// a bucket stands where other URLs have a host.
    const isBucket = protocol === "s3:" || protocol === "s3ssl:";
    if (username !== "" || (!isBucket && !isReachable(hostname, Number(port || "80"), isOwnPort)))
      throw badRequest(`Invalid URL (${url}) specified for inputSource`);
    return url;
  });
}

function isReachable(host: string, port: number, isOwnPort: IsOwnPort): boolean {
  return !isOutOfReach(host) || (isLoopback(host) && isOwnPort(port));
}

/** Least and most milliseconds of SRT latency, as for listeners (MediaLive API model); for callers inferred. */
const SRT_LATENCY = { min: 120, max: 15_000 };

function srtCallers(body: JsonRecord, isOwnPort: IsOwnPort): readonly JsonRecord[] {
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
    const address = asText(source["srtListenerAddress"]) ?? "";
    if (!/^[\w.:-]+$/.test(address) || !isReachable(address, Number(port), isOwnPort))
      throw badRequest(`Invalid srtListenerAddress (${address})`);
    return source;
  });
}
