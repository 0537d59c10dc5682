import type { DistributionConfig, OriginConfig } from "../shapes/distribution-shape.ts";
import { refusal } from "../refusal.ts";

/** CloudFront quotas: origins per distribution, custom headers per origin, and the lengths of those headers. */
const MAX_ORIGINS = 100;
const MAX_HEADERS = 10;
const MAX_HEADER_NAME_LENGTH = 256;
const MAX_HEADER_VALUE_LENGTH = 1_783;
const MAX_HEADERS_LENGTH = 10_240;

/** CloudFront developer guide, "Custom headers that CloudFront can't add to origin requests". */
const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
  "cache-control",
  "connection",
  "content-length",
  "cookie",
  "host",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "max-forwards",
  "pragma",
  "proxy-authorization",
  "proxy-connection",
  "range",
  "request-range",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
  "x-real-ip",
]);

/** Throws what CloudFront answers to origins that it does not accept. */
export function checkOrigins(config: DistributionConfig): void {
  const origins = config.Origins.Items;
  if (origins.length === 0)
    throw refusal("InvalidArgument", "The parameter Origins must hold at least one origin.");
  if (origins.length > MAX_ORIGINS)
    throw refusal(
      "TooManyOrigins",
      `You cannot create more origins for the distribution: the limit is ${MAX_ORIGINS}.`,
    );
  const ids = origins.map((origin) => origin.Id);
  if (new Set(ids).size < ids.length || ids.includes(""))
    throw refusal(
      "InvalidArgument",
      "The origin ids of a distribution must be unique and not empty.",
    );
  for (const origin of origins) checkOrigin(origin);
  for (const group of config.OriginGroups.Items ?? [])
    for (const member of group.Members.Items)
      if (!ids.includes(member.OriginId))
        throw refusal(
          "NoSuchOrigin",
          `No origin exists with the specified Origin Id: ${member.OriginId}, in origin group ${group.Id}`,
        );
}

function checkOrigin(origin: OriginConfig): void {
  if (!/^[A-Za-z0-9_.-]{1,253}$/.test(origin.DomainName))
    throw refusal(
      "InvalidArgument",
      "The parameter Origin DomainName does not refer to a valid domain name: no scheme, port or path.",
    );
  checkPath(origin.OriginPath);
  checkHeaders(origin);
  const kinds = [origin.S3OriginConfig, origin.CustomOriginConfig, origin.VpcOriginConfig];
  if (kinds.filter((kind) => kind !== undefined).length !== 1)
    throw refusal(
      "InvalidOrigin",
      `Origin ${origin.Id} must have exactly one of S3OriginConfig, CustomOriginConfig and VpcOriginConfig.`,
    );
  within({
    name: "ConnectionAttempts",
    value: origin.ConnectionAttempts,
    min: 1,
    max: 3,
    code: "InvalidArgument",
  });
  within({
    name: "ConnectionTimeout",
    value: origin.ConnectionTimeout,
    min: 1,
    max: 10,
    code: "InvalidArgument",
  });
  const custom = origin.CustomOriginConfig;
  if (custom === undefined) return;
  checkPort("HTTPPort", custom.HTTPPort);
  checkPort("HTTPSPort", custom.HTTPSPort);
  within({
    name: "OriginReadTimeout",
    value: custom.OriginReadTimeout,
    min: 1,
    max: 120,
    code: "InvalidOriginReadTimeout",
  });
  within({
    name: "OriginKeepaliveTimeout",
    value: custom.OriginKeepaliveTimeout,
    min: 1,
    max: 120,
    code: "InvalidOriginKeepaliveTimeout",
  });
  if (custom.OriginSslProtocols.Items.length === 0)
    throw refusal("InvalidArgument", "The parameter OriginSslProtocols must name a protocol.");
}

function checkPath(path: string): void {
  if (path === "") return;
  if (!path.startsWith("/") || path.endsWith("/") || path.length > 255)
    throw refusal(
      "InvalidArgument",
      "The parameter OriginPath must begin with /, must not end with / and is at most 255 characters long.",
    );
}

function checkHeaders(origin: OriginConfig): void {
  const headers = origin.CustomHeaders.Items ?? [];
  if (headers.length > MAX_HEADERS)
    throw refusal(
      "TooManyOriginCustomHeaders",
      `Your request contains too many origin custom headers: ${headers.length}, the limit is ${MAX_HEADERS}.`,
    );
  const names = headers.map((header) => header.HeaderName.toLowerCase());
  if (new Set(names).size < names.length)
    throw refusal("InvalidArgument", "The origin custom headers contain a duplicate header name.");
  for (const header of headers) {
    const name = header.HeaderName.toLowerCase();
    const forbidden = FORBIDDEN_HEADERS.has(name) || /^x-(amz|edge)-/.test(name);
    if (forbidden || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
      throw refusal(
        "InvalidArgument",
        `The parameter HeaderName ${header.HeaderName} is not allowed.`,
      );
    if (name.length > MAX_HEADER_NAME_LENGTH || header.HeaderValue.length > MAX_HEADER_VALUE_LENGTH)
      throw refusal(
        "InvalidArgument",
        `The origin custom header ${header.HeaderName} is too long: at most ${MAX_HEADER_NAME_LENGTH} characters for the name and ${MAX_HEADER_VALUE_LENGTH} for the value.`,
      );
  }
  const total = headers.reduce(
    (sum, { HeaderName, HeaderValue }) => sum + HeaderName.length + HeaderValue.length,
    0,
  );
  if (total > MAX_HEADERS_LENGTH)
    throw refusal(
      "InvalidArgument",
      `The origin custom headers are longer than ${MAX_HEADERS_LENGTH} characters in all.`,
    );
}

function checkPort(name: string, port: number): void {
  const allowed = port === 80 || port === 443 || (port >= 1024 && port <= 65_535);
  if (!allowed)
    throw refusal(
      "InvalidArgument",
      `The parameter ${name} must be 80, 443 or between 1024 and 65535.`,
    );
}

function within({
  name,
  value,
  min,
  max,
  code,
}: {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly code: string;
}): void {
  if (value < min || value > max)
    throw refusal(code, `The parameter ${name} must be between ${min} and ${max}.`);
}
