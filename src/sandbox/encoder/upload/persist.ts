import type { SandboxClock } from "../../clock.ts";
import type { UploadSettings } from "../hls-settings.ts";
import type { Uploader } from "./uploader.ts";

/**
 * One attempt and the retries of the settings, ConnectionRetryInterval seconds apart; undefined when it was stored, else
 * the last reason. Rejects with the signal's reason.
 */
export async function persist({
  clock,
  uploader,
  uploadSettings: { retries, retryIntervalSeconds },
  name,
  body,
  signal,
}: {
  readonly clock: SandboxClock;
  readonly uploader: Uploader;
  readonly uploadSettings: UploadSettings;
  readonly name: string;
  readonly body: () => Buffer;
  readonly signal: AbortSignal;
}): Promise<string | undefined> {
  for (let retry = 0; ; retry++) {
    const failure = await uploader.store(name, body(), signal);
    if (failure === undefined) return undefined;
    if (retry >= retries) return failure.reason;
    await clock.sleep(retryIntervalSeconds * 1000, signal);
  }
}
