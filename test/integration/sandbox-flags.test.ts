import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCli, scratchFolder } from "./support/cli.ts";
import { sandboxFolder } from "./support/sandbox-folder.ts";

let folder: Awaited<ReturnType<typeof scratchFolder>>;
const open: (() => unknown)[] = [];
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
  await folder.remove();
});

const RTMP = ["init", "--sandbox", "--yes", "--input", "rtmp-push", "--cidr", "127.0.0.1/32"];

/** Takes a TCP port; that somebody has it already is as good. */
function squat(port: number): Promise<void> {
  const server = createServer();
  open.push(() => server.close());
  return new Promise((resolve) => {
    server.once("error", () => resolve());
    server.listen(port, "127.0.0.1", resolve);
  });
}

test("a rehearsal of an RTMP push wants port 1935 before anything is made", async () => {
  await squat(1935);
  const run = await runCli([...RTMP, "--json"], { cwd: folder.path });
  expect(run.code).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "PORT_IN_USE" } });
  expect(run.stdout).toContain("--rtmp-port 0");
  expect(await folder.entries()).toEqual([]);
});

test("faults come from a file, and a file that is wrong or missing is told before anything is made", async () => {
  const sandbox = ["sandbox", "--faults", "faults.txt"];
  const missing = await runCli(sandbox, { cwd: folder.path });
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("does not exist")]);
  await writeFile(join(folder.path, "faults.txt"), "medialive:CreateChannel explode\n");
  const wrong = await runCli(sandbox, { cwd: folder.path });
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("explode")]);
  expect(await folder.entries()).toEqual(["faults.txt"]);

  const file = join(folder.path, "good.txt");
  await writeFile(file, "# twice\nmedialive:CreateChannel refuse 2 TooManyRequestsException\n");
  const place = await sandboxFolder("--faults", file, "--fault", "sts:* delay 5ms");
  open.push(() => place.close());
  const answer = await fetch(`${place.endpoints["control"]}/faults`);
  expect(await answer.json()).toMatchObject({
    faults: [
      { service: "medialive", operation: "CreateChannel", effect: "refuse", times: 2 },
      { service: "sts", operation: "*", effect: "delay", milliseconds: 5 },
    ],
  });
});

test("a rehearsal in a sandbox whose memory is bounded is told when that will be full", async () => {
  const place = await sandboxFolder("--memory", "8");
  open.push(() => place.close());
  const run = await place.run("init", "--yes");
  expect(run.stderr.replaceAll(/\s+/g, " ")).toContain(
    "would hold up to 2.57 GB of segments in memory, after 3,600 s (its TTL) of running, and the sandbox's memory is full at 8 MiB (--memory): about 12 s after the start, sooner where it holds something else, it refuses",
  );
});
