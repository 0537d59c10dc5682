import { spawnSync } from "node:child_process";
import { verdict } from "./rounds.mjs";

const MOST_BYTES = 1024 ** 2;

/** How large the package is that npm would publish. */
export function benchPackage() {
  const args = ["pack", "--dry-run", "--ignore-scripts", "--json"];
  const [{ size, entryCount }] = JSON.parse(spawnSync("npm", args).stdout.toString());
  return [
    [
      "the package, packed",
      `${(size / 1024).toFixed(0)} KiB`,
      `${entryCount} files; goal 1024: ${verdict(size <= MOST_BYTES)}`,
    ],
  ];
}
