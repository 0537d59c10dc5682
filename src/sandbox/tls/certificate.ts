import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";
import {
  bitString,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  utf8,
  yes,
} from "./der.ts";

/** A certificate and its key, both PEM. */
type Issued = { readonly certificate: string; readonly key: string };

/** Signs server certificates; whoever trusts `certificate` trusts them. */
export type Authority = {
  /** PEM. */
  readonly certificate: string;
  /** For host names and IPv4 addresses. */
  issue(names: readonly string[]): Issued;
};

const DAY_MS = 86_400_000;
/** Apple and browsers refuse server certificates that live longer than 398 days; a rehearsal needs far less. */
const VALID_DAYS = 30;

const ECDSA_WITH_SHA256 = sequence(objectId("1.2.840.10045.4.3.2"));
const COMMON_NAME = "2.5.4.3";
const BASIC_CONSTRAINTS = "2.5.29.19";
const KEY_USAGE = "2.5.29.15";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SUBJECT_KEY_ID = "2.5.29.14";
const AUTHORITY_KEY_ID = "2.5.29.35";
const SUBJECT_ALT_NAME = "2.5.29.17";
const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
/** KeyUsage bits of RFC 5280: keyCertSign and cRLSign; digitalSignature. */
const SIGNS_CERTIFICATES = bitString(Buffer.from([0b0000_0110]), 1);
const SIGNS_HANDSHAKES = bitString(Buffer.from([0b1000_0000]), 7);
/** Context-specific tags of GeneralName in RFC 5280. */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

/** A certificate authority of this sandbox alone: X.509 version 3 (RFC 5280), P-256. `now` is epoch milliseconds. */
export function createAuthority(now: () => number, name = "live-origin sandbox"): Authority {
  const own = newKey();
  const issuer = distinguishedName(name);
  const build = (subject: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]): string => {
    const body = sequence(
      tagged(0xa0, integer(Buffer.from([2]))),
      integer(randomBytes(16)),
      ECDSA_WITH_SHA256,
      issuer,
      sequence(time(now() - DAY_MS), time(now() + VALID_DAYS * DAY_MS)),
      subject,
      publicKey.export({ type: "spki", format: "der" }),
      tagged(
        0xa3,
        sequence(
          ...extensions,
          extension(SUBJECT_KEY_ID, octets(keyId(publicKey))),
          extension(AUTHORITY_KEY_ID, sequence(tagged(0x80, keyId(own.publicKey)))),
        ),
      ),
    );
    const signature = sign("sha256", body, own.privateKey);
    return pem(sequence(body, ECDSA_WITH_SHA256, bitString(signature)));
  };
  return {
    certificate: build(issuer, own.publicKey, [
      extension(BASIC_CONSTRAINTS, sequence(yes()), true),
      extension(KEY_USAGE, SIGNS_CERTIFICATES, true),
    ]),
    issue(names) {
      const pair = newKey();
      const certificate = build(distinguishedName(names[0] ?? name), pair.publicKey, [
        extension(BASIC_CONSTRAINTS, sequence(), true),
        extension(KEY_USAGE, SIGNS_HANDSHAKES, true),
        extension(EXTENDED_KEY_USAGE, sequence(objectId(SERVER_AUTH))),
        extension(SUBJECT_ALT_NAME, sequence(...names.map(generalName))),
      ]);
      return {
        certificate,
        key: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
    },
  };
}

function newKey() {
  return generateKeyPairSync("ec", { namedCurve: "prime256v1" });
}

/** Any name that is unique to the key will do (RFC 5280 §4.2.1.2). */
function keyId(key: KeyObject): Buffer {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest()
    .subarray(0, 20);
}

function distinguishedName(commonName: string): Buffer {
  // RFC 5280 allows 64 characters; the names that count are in the alternative names.
  return sequence(set(sequence(objectId(COMMON_NAME), utf8(commonName.slice(0, 64)))));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [yes()] : []), octets(value));
}

function generalName(name: string): Buffer {
  return isIPv4(name)
    ? tagged(IP_ADDRESS, Buffer.from(name.split(".").map(Number)))
    : tagged(DNS_NAME, Buffer.from(name));
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
