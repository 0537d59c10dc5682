import type { Environment } from "./environment.ts";

/** Where nothing tells how wide a line may be. */
const USUAL_COLUMNS = 80;

/** How wide help is: as the terminal, or COLUMNS where that is less or there is no terminal. At least 20 cells. */
export function textColumns(
  {
    isTTY,
    columns,
  }: { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined },
  env: Environment,
): number {
  const told = columnsTold(env);
  const screen = isTTY === true && columns !== undefined && columns > 0 ? columns : undefined;
  return Math.max(20, Math.min(told ?? screen ?? USUAL_COLUMNS, screen ?? told ?? USUAL_COLUMNS));
}

/** What COLUMNS says; undefined where it is no number. Pure. */
function columnsTold(env: Environment): number | undefined {
  const text = env["COLUMNS"] ?? "";
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}
