import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { argumentsIn, SHELLS } from "../../unit/config/shells.ts";
import { runCli, scratchFolder } from "../support/cli.ts";

const NAMES = [
  "x$(touch$IFS./PWNED).ts",
  "y`touch PWNED`.ts",
  "it's;touch PWNED;'.ts",
  "-K{a,b}[1-9].ts",
];

let server: Server;
let url: string;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
beforeAll(async () => {
  folder = await scratchFolder();
  server = createServer((request, response) => {
    const path = request.url ?? "";
    if (path === "/playlist.m3u8")
      response.end(
        `#EXTM3U\n${NAMES.map((_, index) => `#EXT-X-STREAM-INF:BANDWIDTH=1000000\nv${index}.m3u8\n`).join("")}`,
      );
    else if (/^\/v\d\.m3u8$/.test(path))
      response.end(
        `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:1\n${[1, 2, 3, 4].map((nth) => `#EXTINF:1.0,\n${nth}/${NAMES[Number(path[2])] ?? ""}\n`).join("")}`,
      );
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/playlist.m3u8`;
});
afterAll(async () => {
  server.close();
  await folder.remove();
});

type Report = { readonly checks: readonly { readonly id: string; readonly curl: string }[] };

describe("a playlist of a stranger", () => {
  test("cannot run anything by way of the curl that repeats a check", async () => {
    const { stdout } = await runCli(["verify", "--url", url, "--json"], { cwd: folder.path });
    const { checks } = JSON.parse(stdout) as Report;
    const curls = checks.map(({ curl }) => curl.replace(/; (?:ffprobe|sleep) .*/, ""));
    expect(curls.some((curl) => curl.includes("touch"))).toBe(true);
    for (const shell of SHELLS) {
      const told = await argumentsIn(shell, curls, { cwd: folder.path, programs: ["curl"] });
      expect(told.length).toBe(curls.length);
      for (const words of told) expect(words.at(-2)).toBe("--");
    }
    expect(await readdir(folder.path)).not.toContain("PWNED");
  });
});

test.skipIf(!SHELLS.includes("bash"))(
  "a folder whose name is a command is not run when bash completes the name of a stack",
  async () => {
    await mkdir(join(folder.path, ".live-origin/$(touch PWNED)"), { recursive: true });
    await mkdir(join(folder.path, ".live-origin/evening"));
    const { stdout } = await runCli(["completion", "bash"], { cwd: folder.path });
    const press =
      'COMP_WORDS=(live-origin status --name ""); COMP_CWORD=3; _live_origin; show "${COMPREPLY[@]}"';
    const told = await argumentsIn("bash", [stdout, press], {
      cwd: folder.path,
      programs: ["show"],
    });
    expect(told).toEqual([["evening"]]);
    expect(await readdir(folder.path)).not.toContain("PWNED");
  },
);
