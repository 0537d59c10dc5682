import type { Environment } from "./environment.ts";

/** Where nothing tells how wide a line may be. */
const USUAL_COLUMNS = 80;
const LEAST_COLUMNS = 20;

type Screen = { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };

/** How wide help is: as the terminal, or COLUMNS where that is less or there is no terminal. At least 20 cells. */
export function textColumns(screen: Screen, env: Environment): number {
  const columns = columnsTold(screen, env) ?? 0;
  return Math.max(LEAST_COLUMNS, columns > 0 ? columns : USUAL_COLUMNS);
}

/** The width of a terminal, or COLUMNS where that is less or there is no terminal; undefined where nothing tells. */
export function columnsTold({ isTTY, columns }: Screen, env: Environment): number | undefined {
  const text = env["COLUMNS"] ?? "";
  const told = text !== "" && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
  if (isTTY !== true || columns === undefined || columns <= 0) return told ?? columns;
  return told === undefined ? columns : Math.min(told, columns);
}
