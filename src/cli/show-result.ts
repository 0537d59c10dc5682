import { renderCard } from "../terminal/result-card.ts";
import { supportsUnicode } from "../platform/text-signs.ts";
import type { Invocation } from "./command.ts";
import { nextCommand } from "./next-command.ts";
import type { ResultDocument } from "../core/provision/stack-result.ts";

/** Shows what a run ends with: one document with `--json`, else the card; on a terminal with a QR code, where a phone can play it. */
export async function showResult(invocation: Invocation, result: ResultDocument): Promise<void> {
  const { context, output } = invocation;
  const also = followUpCommands(result, invocation);
  const card = (code?: string): string =>
    renderCard({ ...result, also, code }, output.outStyle, output.outColumns);
  const { stdout } = context;
  const url = result.playbackUrl;
  // A phone reaches no address of this machine, and a code that is not square leads nowhere.
  const isFarSeen = url !== null && !/^https?:\/\/(?:127\.|localhost\b|\[::1\])/.test(url);
  const wantsCode =
    !output.json && stdout.isTTY === true && isFarSeen && supportsUnicode(context.env);
  const code = wantsCode
    ? (await import("../terminal/qr-code.ts")).renderQrCode(
        url,
        stdout.columns ?? 0,
        output.outStyle,
      )
    : undefined;
  const withCode = card(code);
  // A phone takes no picture of what has scrolled away.
  const last = withCode.slice(withCode.indexOf(code ?? "")).split("\n").length;
  const isSeen = code !== undefined && last < (stdout.rows ?? last);
  output.result(result, isSeen ? withCode : card());
}

/** With a stream to look at: how to check it hop by hop, and how to watch it. */
function followUpCommands(
  { name, playbackUrl }: ResultDocument,
  invocation: Invocation,
): readonly string[] {
  if (playbackUrl === null) return [];
  return ["verify", "play"].map((command) => nextCommand(command, name, invocation));
}
