import { z } from "zod";
import { jsonOrNothing } from "../../config/text/parse-json.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";

/** What the file that the Momento console offers for download says. */
export type KeyInfo = {
  readonly apiKey: string;
  readonly refreshToken: string | undefined;
  /** Epoch seconds; 0 = never; undefined when the file does not tell. */
  readonly validUntil: number | undefined;
  /** As written there: a URL or a host, to be normalised. */
  readonly endpoint: string | undefined;
};

const keyInfo = z.object({
  apiKey: z.string().min(1),
  refreshToken: z.string().optional(),
  validUntil: z.coerce.number().nonnegative().optional(),
  restEndpoint: z.string().optional(),
  endpoint: z.string().optional(),
});

/**
 * Reads `momento_key_info.json` as the console downloads it (`apiKey`, `refreshToken`, `validUntil`, `restEndpoint` or
 * `endpoint`), or a file that holds nothing but the key. `validUntil` in milliseconds is understood. Throws
 * MOMENTO_KEY_FILE, which quotes nothing of the file.
 */
export function parseKeyInfo(text: string, from: string): KeyInfo {
  const trimmed = text.trim();
  if (trimmed !== "" && !trimmed.startsWith("{"))
    return {
      apiKey: trimmed,
      refreshToken: undefined,
      validUntil: undefined,
      endpoint: undefined,
    };
  const parsed = keyInfo.safeParse(jsonOrNothing(trimmed));
  if (!parsed.success)
    throw new LiveOriginError({
      code: "MOMENTO_KEY_FILE",
      message: `${from} is not a Momento key file: it needs an "apiKey" (problems with: ${fields(parsed.error)}).`,
      hint: "Download momento_key_info.json again from the Momento console, or give a file with the key alone.",
      exitCode: EXIT.usage,
    });
  const { apiKey, refreshToken, validUntil, restEndpoint, endpoint } = parsed.data;
  return {
    apiKey,
    refreshToken: refreshToken === "" ? undefined : refreshToken,
    validUntil: validUntil === undefined ? undefined : inSeconds(validUntil),
    endpoint: restEndpoint ?? endpoint,
  };
}

/** No key lives past the year 5138, so a larger number counts milliseconds. */
function inSeconds(at: number): number {
  return at > 100_000_000_000 ? Math.floor(at / 1000) : at;
}

function fields(error: z.ZodError): string {
  const names = error.issues.map((issue) => issue.path.join(".")).filter((name) => name !== "");
  return names.length === 0 ? "the JSON itself" : names.join(", ");
}
