import { createHmac, timingSafeEqual } from "node:crypto";

export type Claims = Readonly<Record<string, unknown>>;

/** Signs and checks JSON web tokens with one sandbox's own secret. */
type TokenSigner = {
  sign(claims: Claims): string;
  /** The claims, or undefined when the token is not one of ours or was altered. */
  verify(token: string): Claims | undefined;
};

const HEADER = encode({ alg: "HS256" });

/** HS256, as in the fixtures of Momento's SDK. */
export function createSigner(secret: Buffer): TokenSigner {
  const signature = (text: string): Buffer => createHmac("sha256", secret).update(text).digest();
  return {
    sign(claims) {
      const text = `${HEADER}.${encode(claims)}`;
      return `${text}.${signature(text).toString("base64url")}`;
    },
    verify(token) {
      const [header, payload, signed, ...rest] = token.split(".");
      if (header !== HEADER || payload === undefined || signed === undefined || rest.length > 0)
        return undefined;
      const wanted = signature(`${header}.${payload}`);
      const given = Buffer.from(signed, "base64url");
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
    },
  };
}

/** The form in which the console and the SDK hand out v1 keys: standard, padded base64. */
export function wrapV1(endpoint: string, innerKey: string): string {
  return Buffer.from(JSON.stringify({ endpoint, api_key: innerKey })).toString("base64");
}

/** The inner key of a v1 key; undefined for anything else, a stripped padding or a stray newline included, as in the SDK. */
export function unwrapV1(text: string): string | undefined {
  const decoded = Buffer.from(text, "base64");
  if (decoded.toString("base64") !== text) return undefined;
  try {
    const parsed: unknown = JSON.parse(decoded.toString());
    if (typeof parsed !== "object" || parsed === null || !("api_key" in parsed)) return undefined;
    return typeof parsed.api_key === "string" ? parsed.api_key : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
