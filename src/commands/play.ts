import { ownCommand } from "../config/text/own-command.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Invocation, Run } from "../cli/command.ts";
import type { PlayFlags } from "../cli/command-flags.ts";
import { ourCommand } from "../cli/next-command.ts";
import { flagWords } from "../config/text/shell-text.ts";
import { isCi } from "../cli/interactive.ts";
import { hasScreen, openBrowser } from "../platform/open-browser.ts";
import { createHost } from "../cli/host.ts";
import { openExistingStack } from "../core/stack/open-existing-stack.ts";
import { gatherExistingStack } from "../gather/existing-stack.ts";
import { readPageFiles } from "../play/server/page-files.ts";
import { servePlayer } from "../play/server/serve-player.ts";
import { parsePlaybackUrl } from "../cli/parse-playback-url.ts";
import { playbackUrl } from "../services/cloudfront/playback-url.ts";
import { untilInterrupted } from "../cli/until-interrupted.ts";

/** Serves a page on loopback that plays the stream and shows how it plays, until Ctrl-C. */
export const runPlay: Run<PlayFlags> = async (invocation) => {
  const { context, output, flags } = invocation;
  const { port = 0 } = flags;
  const url = flags.url === undefined ? await stackUrl(invocation) : parsePlaybackUrl(flags.url);
  const verify =
    flags.url === undefined
      ? output.filled(ownCommand("verify"))
      : ourCommand(["verify", ...flagWords("--url", url)], invocation);
  const { clock, signal } = context;
  const files = await readPageFiles();
  await using player = await servePlayer({ playbackUrl: url, verify, files, port, clock, signal });
  output.result({ page: player.url, playbackUrl: url }, `Open  ${player.url}\nPlays ${url}`);
  const opens =
    flags.open !== false &&
    !output.json &&
    context.stdout.isTTY === true &&
    !isCi(context.env) &&
    hasScreen(context.env);
  const isOpened = opens && (await openBrowser(player.url, context.env));
  output.line(isOpened ? "Opened in the browser. Ctrl-C ends it." : "Ctrl-C ends it.");
  await untilInterrupted(signal);
  return EXIT.ok;
};

async function stackUrl(invocation: Invocation<PlayFlags>): Promise<string> {
  const request = await gatherExistingStack(invocation, {
    readOnly: true,
    momento: "own",
    finds: { idsOnly: false },
  });
  await using host = await createHost(invocation, { asks: false });
  await using existing = await openExistingStack(host, request);
  const { stack } = existing;
  const domain = stack.planContext().resources.distribution?.ids["domain"];
  if (domain !== undefined) return playbackUrl(domain);
  throw new LiveOriginError({
    code: "DISTRIBUTION_MISSING",
    message: `The stack ${stack.spec.name} has no distribution yet, so there is nothing to play.`,
    hint: `Make it: ${ownCommand("create-cdn")}. Or name an address: --url https://…/playlist.m3u8`,
    resource: "distribution",
  });
}
