import { join, resolve } from "node:path";
import { writeDurably } from "../state/durable-file.ts";
import { describeIngest } from "../../services/medialive/ingest.ts";
import { obsProfile } from "../../services/medialive/obs-profile.ts";
import { wrappedAt } from "../../terminal/wrapped.ts";
import type { Invocation } from "../../cli/command.ts";
import type { Stack } from "../stack/open-stack.ts";

/**
 * Writes the OBS profile that `--obs-profile` asks for, once the input's address is known. It is a file of this machine's
 * user: the address and key in it work only from the allowed addresses. Says so when the input is not one that OBS pushes to.
 */
export async function writeObsProfile(
  { flags, context, output }: Invocation,
  stack: Stack,
): Promise<void> {
  const { obsProfile: folder } = flags;
  if (typeof folder !== "string") return;
  const ingest = describeIngest(stack.scope());
  if (ingest?.server === undefined) {
    output.warn("--obs-profile is for inputs of type rtmp-push: this stack has no server for OBS.");
    return;
  }
  const files = obsProfile({
    profile: stack.spec.name,
    server: ingest.server,
    streamKey: ingest.streamKey ?? "",
    channel: stack.spec.channel,
  });
  for (const { name, text } of files)
    await writeDurably(join(resolve(context.cwd, folder), name), text);
  output.line(
    wrappedAt(
      `OBS profile written to ${folder}: in OBS, choose Profile, Import and that folder.`,
      output.errColumns,
    ),
  );
}
