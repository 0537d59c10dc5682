import { createHash, randomBytes } from "node:crypto";

export type Credentials = { readonly username: string; readonly password: string };

/** Credentials as every HLS Akamai request carries them (Momento's guide uses user and key in this way). */
export const basicAuthorization = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/**
 * The Authorization header that answers a WWW-Authenticate challenge, Digest before Basic (RFC 7616, RFC 7617);
 * undefined when it asks for something else.
 */
export function answerChallenge({
  challenge,
  credentials,
  method,
  path,
}: {
  readonly challenge: string;
  readonly credentials: Credentials;
  readonly method: string;
  readonly path: string;
}): string | undefined {
  const digest = /\bDigest\s+(.*)$/i.exec(challenge)?.[1];
  if (digest !== undefined)
    return digestAuthorization({ parameters: digest, credentials, method, path });
  return /\bBasic\b/i.test(challenge) ? basicAuthorization(credentials) : undefined;
}

function digestAuthorization({
  parameters,
  credentials: { username, password },
  method,
  path,
}: {
  readonly parameters: string;
  readonly credentials: Credentials;
  readonly method: string;
  readonly path: string;
}): string | undefined {
  const parameter = (name: string): string | undefined => {
    const match = new RegExp(`\\b${name}=(?:"([^"]*)"|([^\\s,]+))`, "i").exec(parameters);
    return match?.[1] ?? match?.[2];
  };
  const algorithm = parameter("algorithm") ?? "MD5";
  const hashName = { MD5: "md5", "SHA-256": "sha256" }[algorithm];
  if (hashName === undefined) return undefined;
  const hash = (text: string): string => createHash(hashName).update(text).digest("hex");
  const [realm, nonce, opaque] = [
    parameter("realm") ?? "",
    parameter("nonce") ?? "",
    parameter("opaque"),
  ];
  const withQop = parameter("qop")?.split(/,\s*/).includes("auth") ?? false;
  const cnonce = randomBytes(8).toString("hex");
  const secret = hash(`${username}:${realm}:${password}`);
  const request = hash(`${method}:${path}`);
  const response = withQop
    ? hash(`${secret}:${nonce}:00000001:${cnonce}:auth:${request}`)
    : hash(`${secret}:${nonce}:${request}`);
  const quoted = { username, realm, nonce, uri: path, response, ...(opaque && { opaque }) };
  return [
    `Digest ${Object.entries(quoted)
      .map(([name, value]) => `${name}="${value}"`)
      .join(", ")}`,
    `algorithm=${algorithm}`,
    ...(withQop ? [`qop=auth, nc=00000001, cnonce="${cnonce}"`] : []),
  ].join(", ");
}
