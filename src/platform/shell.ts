import type { Environment } from "./environment.ts";

/** The shell that a printed command will be typed into. Git Bash and its like say which shell they are; Windows' own do not. */
export function shellOf(
  env: Environment,
  system: NodeJS.Platform = process.platform,
): "posix" | "powershell" {
  return system === "win32" && env["SHELL"] === undefined ? "powershell" : "posix";
}
