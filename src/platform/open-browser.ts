import { spawn } from "node:child_process";
import { platform } from "node:os";
import type { Environment } from "./environment.ts";
import { findProgram } from "./find-program.ts";

/** What opens an address in the browser of the person at this machine. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Is there a screen that a browser could open on? Over ssh it would open far from the person. */
export function hasScreen(env: Environment, system: NodeJS.Platform = platform()): boolean {
  if ((env["SSH_CONNECTION"] ?? "") !== "") return false;
  if (system === "win32" || system === "darwin") return true;
  return (env["DISPLAY"] ?? "") !== "" || (env["WAYLAND_DISPLAY"] ?? "") !== "";
}

/** Opens an address in the browser, which outlives this process and gets no credential of its environment. False where nothing can. */
export async function openBrowser(url: string, env: Environment): Promise<boolean> {
  const [name = "", ...words] = OPENERS[platform()] ?? ["xdg-open"];
  const program = await findProgram(name, env["PATH"] ?? "");
  if (program === undefined) return false;
  const harmless = Object.entries(env).filter(
    ([key]) => !/^(?:AWS|MOMENTO|LIVE_ORIGIN)_/.test(key),
  );
  const child = spawn(program, [...words, url], {
    env: Object.fromEntries(harmless),
    stdio: "ignore",
    detached: true,
    windowsHide: true,
  });
  child.on("error", () => undefined);
  child.unref();
  return true;
}
