import type { Spec } from "../../config/spec.ts";
import { confirm } from "../../terminal/ask.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import type { InitFlags } from "../../cli/command-flags.ts";
import type { Transcript } from "./transcript.ts";

/** After a wizard for an RTMP push: offers a profile for OBS; a yes is as good as `--obs-profile NAME-obs`. */
export async function offerObsProfile(
  invocation: Invocation<InitFlags>,
  transcript: Transcript | undefined,
  { name, channel }: Spec,
): Promise<Invocation<InitFlags>> {
  const { flags, context } = invocation;
  const isOffered =
    transcript !== undefined &&
    flags.yes !== true &&
    flags.obsProfile === undefined &&
    channel.input?.type === "rtmp-push";
  if (!isOffered) return invocation;
  const folder = `${name}-obs`;
  const wants = await confirm(context, {
    message: PROMPTS.obsProfile(folder),
    yes: false,
  });
  return wants ? { ...invocation, flags: { ...flags, obsProfile: folder } } : invocation;
}
