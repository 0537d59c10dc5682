/** A profile of Momento's own command line, as far as it concerns us. */
export type CliProfile = {
  readonly apiKey: string;
  /** Beside a v2 key only. */
  readonly endpoint: string | undefined;
};

/**
 * Finds a profile in the text of `~/.momento/credentials` (INI): `api_key_v2` with `endpoint`, or `token` (Momento CLI
 * documentation). Undefined when there is no such profile or no key in it. Reading the file is the caller's.
 */
export function parseCliProfile(text: string, profile = "default"): CliProfile | undefined {
  const values = new Map<string, string>();
  let section = "";
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    const heading = /^\[\s*(.*?)\s*\]$/.exec(line);
    if (heading !== null) section = (heading[1] ?? "").replace(/^profile\s+/, "");
    const entry = /^([A-Za-z0-9_]+)\s*[=:]\s*(.*)$/.exec(line);
    if (section === profile && entry !== null) values.set(entry[1] ?? "", unquoted(entry[2] ?? ""));
  }
  const v2 = values.get("api_key_v2");
  if (v2) return { apiKey: v2, endpoint: values.get("endpoint") || undefined };
  const token = values.get("token");
  return token ? { apiKey: token, endpoint: undefined } : undefined;
}

function unquoted(value: string): string {
  return /^"(.*)"$/.exec(value)?.[1] ?? value;
}
