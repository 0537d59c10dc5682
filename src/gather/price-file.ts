import { resolve } from "node:path";
import type { PricesFlags } from "../cli/flags.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Prices } from "../config/price-item.ts";
import type { Context } from "../context.ts";
import { parsePrices } from "../core/price/prices-file.ts";
import { readIfThere } from "../core/state/read-text.ts";

/** The prices of `--prices FILE`; undefined without it. Throws PRICES_INVALID (exit 2), also when there is no such file. */
export async function readPrices({
  context,
  flags,
}: {
  readonly context: Pick<Context, "cwd">;
  readonly flags: PricesFlags;
}): Promise<Prices | undefined> {
  const file = flags.prices;
  if (file === undefined) return undefined;
  const text = await readIfThere(resolve(context.cwd, file));
  if (text !== undefined) return parsePrices(text, file);
  throw new LiveOriginError({
    code: "PRICES_INVALID",
    message: `There is no file ${file}.`,
    hint: "Give --prices a JSON file with prices, or leave it out.",
    resource: "--prices",
    exitCode: EXIT.usage,
  });
}
