import { renderCard } from "../terminal/result-card.ts";
import type { Invocation } from "./catalog.ts";
import type { ResultDocument } from "./result.ts";

/** Shows what a run ends with: one document with `--json`, else the card; on a terminal with a QR code to play on a phone. */
export async function showResult(
  { context, output }: Invocation,
  result: ResultDocument,
): Promise<void> {
  const card = renderCard(result, output.outStyle);
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
