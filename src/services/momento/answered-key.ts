import type { GenerateApiKey, RefreshApiKey } from "@gomomento/sdk";
import type { StoredKey } from "../../core/engine/resource.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { Secret } from "../../config/secret.ts";
import { keyKind } from "./key-kind.ts";

/**
 * The key in Momento's answer, as it is stored. The SDK makes a wrapper of whatever came, also of nothing: throws
 * MOMENTO_ANSWER_MALFORMED when what came is no key or has no time, before anything takes it for one.
 */
export function answeredKey(answer: GenerateApiKey.Success | RefreshApiKey.Success): StoredKey {
  const expiresAt = answer.expiresAt.doesExpire() ? answer.expiresAt.epoch() : 0;
  if (keyKind(answer.apiKey).kind === "damaged" || !Number.isFinite(expiresAt) || expiresAt < 0)
    throw new LiveOriginError({
      code: "MOMENTO_ANSWER_MALFORMED",
      message: "Momento answered the request for a key with something that is not a key.",
      hint: "Run the same command again: it asks for another. If it stays so, look for a proxy that changes answers.",
    });
  return {
    apiKey: Secret.of(answer.apiKey),
    refreshToken: answer.refreshToken === "" ? undefined : Secret.of(answer.refreshToken),
    endpoint: answer.endpoint,
    expiresAt,
  };
}
