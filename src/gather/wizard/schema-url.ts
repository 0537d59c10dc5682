import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../context.ts";
import { VERSION } from "../../version.ts";

const IN_PACKAGE = "live-origin/dist/live-origin.schema.json";

/**
 * What `$schema` says, for editors: the file in `node_modules` where live-origin is installed beside the Spec, else the same
 * file of the published package, which unpkg.com serves.
 */
export function schemaAddress({ cwd }: Pick<Context, "cwd">): string {
  if (existsSync(join(cwd, "node_modules", IN_PACKAGE))) return `./node_modules/${IN_PACKAGE}`;
  return `https://unpkg.com/${IN_PACKAGE.replace("live-origin/", `live-origin@${VERSION}/`)}`;
}
