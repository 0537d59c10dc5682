import { EXIT } from "../config/failure.ts";
import { renderChecks, renderVerdict } from "../terminal/verify-view.ts";
import { ageSeconds, verifyOnce } from "../verify/report.ts";
import type { VerifyTarget } from "../verify/target.ts";
import type { Invocation, Run } from "../cli/command.ts";
import { openKnownStack } from "../core/stack/open-existing-stack.ts";
import { playableUrl } from "../cli/parse-playback-url.ts";
import { stackTarget, urlTarget } from "../verify/stack-target.ts";
import { watchChecks } from "./verify-watch.ts";

/** Checks the stream hop by hop as a player would meet it, and names what is broken (exit 5). */
export const runVerify: Run = async (invocation) => {
  const { url } = invocation.flags;
  if (typeof url === "string") return verify(invocation, urlTarget(invocation, playableUrl(url)));
  const known = await openKnownStack(invocation, { readOnly: true, ownKeyWillDo: true });
  try {
    return await verify(invocation, await stackTarget(invocation, known));
  } finally {
    await known.stack.release();
    await known.stack.clouds.close();
  }
};

async function verify(invocation: Invocation, target: VerifyTarget): Promise<number> {
  const { output, flags } = invocation;
  if (flags["watch"] === true) return watchChecks(invocation, target);
  const { liveEdgeAt, ...report } = await verifyOnce(target);
  const style = output.outStyle;
  output.result(
    { ...report, liveEdgeAgeSeconds: ageSeconds(liveEdgeAt, target.clock.now()) },
    [
      renderChecks(report.checks, style, { withCurls: output.verbose }),
      renderVerdict(report.checks, style),
    ].join("\n"),
  );
  return report.ok ? EXIT.ok : EXIT.checkFailed;
}
