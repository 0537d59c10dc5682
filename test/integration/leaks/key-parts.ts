/** A part of a key this long, found where it must not be, is a leak. */
const PART_LENGTH = 12;

/** Looks for keys in texts; a key is known in every form in which it could be written down. */
export type KeySearch = {
  /** Makes a key known: whole, its inside, what its inside says, percent-encoded, and as base64 once more. */
  readonly add: (key: string) => void;
  readonly count: () => number;
  /** The first part of a key in the text, or undefined. */
  readonly find: (text: string) => string | undefined;
};

/**
 * Builds a search that knows no key yet. What a key has in common with a decoy of its form (the cell's endpoint, the
 * header, the names of the claims) is no secret and not looked for.
 */
export function keySearch(): KeySearch {
  const parts = new Set<string>();
  const known = new Set<string>();
  return {
    add: (key) => {
      if (known.has(key)) return;
      known.add(key);
      const common = partsOf(decoyOf(key));
      for (const part of partsOf(key)) if (!common.has(part)) parts.add(part);
    },
    count: () => known.size,
    find: (text) => {
      for (let at = 0; at + PART_LENGTH <= text.length; at += 1) {
        const part = text.slice(at, at + PART_LENGTH);
        if (parts.has(part)) return part;
      }
      return undefined;
    },
  };
}

/** A key of the same form and length, with nothing secret in it. */
export function decoyOf(key: string): string {
  if (key.includes(".")) return decoyToken(key);
  const { endpoint, api_key: inner } = JSON.parse(base64(key)) as Record<string, string>;
  const wrapper = { endpoint, api_key: decoyToken(inner ?? "") };
  return Buffer.from(JSON.stringify(wrapper)).toString("base64");
}

function decoyToken(token: string): string {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<
    string,
    unknown
  >;
  // A v2 key's id is how it is listed and revoked, and its end is what was asked for: neither is a secret.
  if (claims["t"] === "g") return `${header}.${payload}.${"-".repeat(signature.length)}`;
  const { sub, ver, ...secret } = claims;
  const blank = Object.entries(secret).map(([name, value]) => [name, blanked(value)]);
  const bare = JSON.stringify({ sub, ver, ...Object.fromEntries(blank) });
  return `${header}.${Buffer.from(bare).toString("base64url")}.${"-".repeat(signature.length)}`;
}

/** As long as it was, so that base64 falls into the same steps. */
function blanked(value: unknown): unknown {
  return typeof value === "number"
    ? Number("1".repeat(String(value).length))
    : "-".repeat(String(value).length);
}

function partsOf(key: string): Set<string> {
  const parts = new Set<string>();
  for (const form of formsOf(key))
    for (let at = 0; at + PART_LENGTH <= form.length; at += 1)
      parts.add(form.slice(at, at + PART_LENGTH));
  return parts;
}

function formsOf(key: string): readonly string[] {
  // A refresh token is bare; a key is wrapped.
  const wrapper = key.includes(".") ? key : base64(key);
  const inner = key.includes(".")
    ? key
    : String((JSON.parse(wrapper) as Record<string, unknown>)["api_key"]);
  const payload = Buffer.from(inner.split(".")[1] ?? "", "base64url").toString("latin1");
  const plain = [key, wrapper, inner, payload];
  return [
    ...plain,
    ...plain.map(encodeURIComponent),
    ...plain.map((form) => JSON.stringify(form)),
    // HTTP Basic credentials are base64 of `momento:<key>`; three alignments see every prefix.
    ...[key, inner].flatMap((form) => ["", "-", "--"].map((shift) => again(shift, form))),
  ];
}

function again(shift: string, form: string): string {
  // The first characters depend on what stands before the key.
  return Buffer.from(`${shift}${form}`).toString("base64").slice(4);
}

function base64(text: string): string {
  return Buffer.from(text, "base64").toString("latin1");
}
