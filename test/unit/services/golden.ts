import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { shown } from "./tutorial-context.ts";

/**
 * Expects a request to be what `golden/<name>.json` says: secrets as `***`, function code as lines. With `UPDATE_GOLDEN=1`
 * the file is written instead (format it afterwards); review it like code.
 */
export function expectGolden(name: string, request: unknown): void {
  const file = join(import.meta.dirname, "golden", `${name}.json`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, shown(request));
  expect(existsSync(file), `${file} exists`).toBe(true);
  expect(JSON.parse(shown(request))).toEqual(JSON.parse(readFileSync(file, "utf8")));
}
