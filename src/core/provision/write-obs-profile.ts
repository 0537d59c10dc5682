import { join, resolve } from "node:path";
import { writeDurably } from "../state/durable-file.ts";
import { describeIngest } from "../../services/medialive/ingest.ts";
import { obsProfile } from "../../services/medialive/obs-profile.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/**
 * Writes the OBS profile that `--obs-profile` asks for, once the input's address is known. It is a file of this machine's
 * user: the address and key in it work only from the allowed addresses. Says so when the input is not one that OBS pushes to.
 */
export async function writeObsProfile(
  host: Pick<Host, "emit" | "folder">,
  stack: Pick<Stack, "planContext" | "spec">,
  folder: string,
): Promise<void> {
  const ingest = describeIngest(stack.planContext());
  if (ingest?.server === undefined) {
    host.emit({
      type: "note",
      level: "warning",
      code: "NO_OBS_SERVER",
      message: "--obs-profile is for inputs of type rtmp-push: this stack has no server for OBS.",
    });
    return;
  }
  const files = obsProfile({
    profile: stack.spec.name,
    server: ingest.server,
    streamKey: ingest.streamKey ?? "",
    channel: stack.spec.channel,
  });
  for (const { name, text } of files)
    await writeDurably(join(resolve(host.folder, folder), name), text);
  host.emit({
    type: "note",
    level: "info",
    code: "OBS_PROFILE",
    message: `OBS profile written to ${folder}: in OBS, choose Profile, Import and that folder.`,
  });
}
