import { renderCard } from "../terminal/result-card.ts";
import type { Invocation } from "./command.ts";
import { nextCommand } from "./next-command.ts";
import type { ResultDocument } from "../core/provision/stack-result.ts";

/** Shows what a run ends with: one document with `--json`, else the card; on a terminal with a QR code to play on a phone. */
export async function showResult(invocation: Invocation, result: ResultDocument): Promise<void> {
  const { context, output } = invocation;
  const card = renderCard(
    { ...result, also: waysToLook(result, invocation) },
    output.outStyle,
    output.outColumns,
  );
  const { stdout } = context;
  const wantsCode = !output.json && stdout.isTTY === true && result.playbackUrl !== null;
  const code = wantsCode
    ? (await import("../terminal/qr-code.ts")).renderQrCode(
        result.playbackUrl,
        stdout.columns ?? 0,
        output.outStyle,
      )
    : undefined;
  output.result(result, code === undefined ? card : `${card}\n${code}\n`);
}

/** With a stream to look at: how to check it hop by hop, and how to watch it. */
function waysToLook(
  { name, playbackUrl }: ResultDocument,
  invocation: Invocation,
): readonly string[] {
  if (playbackUrl === null) return [];
  return ["verify", "play"].map((command) => nextCommand(command, name, invocation));
}
