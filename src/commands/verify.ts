import { EXIT, LiveOriginError } from "../spec/failure.ts";
import { renderChecks, renderVerdict } from "../terminal/verify-view.ts";
import { ageSeconds, verifyOnce } from "../verify/report.ts";
import type { VerifyTarget } from "../verify/target.ts";
import type { Invocation, Run } from "./catalog.ts";
import { openKnownStack } from "./known-stack.ts";
import { stackTarget, urlTarget } from "./verify-target.ts";
import { watchChecks } from "./verify-watch.ts";

/** Checks the stream hop by hop as a player would meet it, and names what is broken (exit 5). */
export const runVerify: Run = async (invocation) => {
  const { url } = invocation.flags;
  if (typeof url === "string") return verify(invocation, urlTarget(invocation, playable(url)));
  const known = await openKnownStack(invocation, { readOnly: true });
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

/** Reads `--url`. Throws USAGE for anything but the address of a playlist. */
export function playable(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href;
  throw new LiveOriginError({
    code: "USAGE",
    message: `--url ${text} is no address of a playlist.`,
    hint: "Give the whole address: https://d111111abcdef8.cloudfront.net/playlist.m3u8",
    resource: "--url",
    exitCode: EXIT.usage,
  });
}
