import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

async function running(...flags: readonly string[]): Promise<StackBed> {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  const made = await bed.run(["init", "--yes", "--start", ...SMALL, ...flags]);
  expect(made.code, made.stderr).toBe(0);
  bed.calls.length = 0;
  return bed;
}

function errorOf(stdout: string): { code: string; message: string; hint: string } {
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

test("in a folder without state stop says whose it is, wants its name, and stops it; it writes nothing there", async () => {
  const bed = await running();
  const cwd = await bed.otherFolder();
  const { stackId } = await bed.state();
  const unsaid = await bed.run(["stop", "--json"], { cwd });
  expect(unsaid.code).toBe(4);
  expect(errorOf(unsaid.stdout).message).toContain("--confirm live-origin");
  expect(unsaid.stderr).toContain(stackId);
  expect(unsaid.stderr).toMatch(/AWS account \d{12} in us-west-2/);
  const wrong = await bed.run(["stop", "--json", "--confirm", "other"], { cwd });
  expect(wrong.code).toBe(2);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  const stop = await bed.run(["stop", "--json", "--confirm", "live-origin"], { cwd });
  expect(stop.code, stop.stderr).toBe(0);
  expect(
    bed.calls.filter(isWriteCall).map(({ service, operation }) => `${service}:${operation}`),
  ).toEqual(["medialive:StopChannel"]);
  const result = JSON.parse(stop.stdout) as { next: string; stackId: string };
  expect(result).toMatchObject({
    stackId,
    next: `live-origin teardown --rebuild-state ${stackId} --sandbox`,
    resources: expect.arrayContaining([
      expect.objectContaining({ kind: "channel", status: "IDLE" }),
    ]),
  });
  // What this folder cannot do, it can after it has taken the stack over, and that is said.
  const verify = await bed.run(["verify", "--json"], { cwd });
  expect(verify.stdout).toMatch(
    new RegExp(`start --sandbox \\(in the folder .* init --rebuild-state ${stackId} --sandbox\\)`),
  );
  expect(verify.stdout).toContain("keys print player --sandbox) # in the folder that the stack");
  const again = await bed.run(["stop", "--json"]);
  expect(again.code).toBe(0);
  await expect(
    readFile(join(cwd, ".live-origin/sandbox/live-origin/state.json"), "utf8"),
  ).rejects.toThrow(/ENOENT/);
});

test.each(["url-token", "parameter-store"])(
  "stop in a folder without state ends the show for players too (%s)",
  async (auth) => {
    const bed = await running("--encoder-auth", auth);
    const cwd = await bed.otherFolder();
    const { stackId, resources } = await bed.state();
    /** As viewers get it; the edge keeps a playlist for a second. */
    const list = async (): Promise<string> => {
      await new Promise((done) => setTimeout(done, 1_100));
      const edge = `http://${resources["distribution"]?.ids["domain"] ?? ""}`;
      return (await fetch(`${edge}/playlist_240p30.m3u8`)).text();
    };
    const byHand = ["stop", "--json", "--confirm", "live-origin"];
    if (auth === "parameter-store") {
      const error = { name: "AccessDeniedException", status: 400, message: "not authorized" };
      const fault = { service: "ssm", operation: "GetParameter", effect: "refuse" } as const;
      bed.sandbox.setFaults([{ ...fault, times: 9, error }]);
      const without = await bed.run(byHand, { cwd });
      expect(without.code, without.stderr).toBe(0);
      expect(without.stderr).toMatch(
        /encoder's key is in the parameter \/\S+, which.*GetParameter/,
      );
      expect(without.stderr).toContain(`live-origin stop --stack-id ${stackId} --sandbox`);
      expect(await list()).not.toContain("#EXT-X-ENDLIST");
      bed.sandbox.setFaults([]);
    }
    const stop = await bed.run(byHand, { cwd });
    expect(stop.code, stop.stderr).toBe(0);
    expect(stop.stderr).toContain("The show has ended for its viewers too");
    expect(await list()).toMatch(/\.ts\n#EXT-X-ENDLIST\n$/);
    expect(existsSync(join(cwd, ".live-origin/sandbox/live-origin"))).toBe(false);
  },
);

test("status, verify and play look at a stack that another folder made, and say so", async () => {
  const bed = await running();
  const cwd = await bed.otherFolder();
  const { stackId } = await bed.state();
  const status = await bed.run(["status", "--json"], { cwd });
  expect(status.code, status.stderr).toBe(0);
  expect(status.stderr).toContain(stackId);
  expect(JSON.parse(status.stdout)).toMatchObject({
    stackId,
    foundByTags: true,
    drift: [],
    channel: { state: "RUNNING" },
  });
  const shown = await bed.run(["status"], { cwd });
  expect(shown.stdout).toContain("Drift was not looked for");
  const verify = await bed.run(["verify", "--json"], { cwd });
  expect(verify.code, verify.stdout).toBe(0);
  const play = bed.start(["play", "--json"], { cwd });
  let text = "";
  await new Promise<void>((done) => {
    play.child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
      if (text.includes("playbackUrl")) done();
    });
    play.child.once("exit", () => done());
  });
  play.child.kill("SIGINT");
  await play.ended;
  expect(text).toContain("/playlist.m3u8");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});

test("of several stacks of one name none is guessed: the ids are named, and --stack-id chooses", async () => {
  const bed = await running();
  const second = await bed.otherFolder();
  const { stackId } = await bed.state();
  await rm(join(bed.cwd, ".live-origin/sandbox/live-origin"), { recursive: true });
  const more = await bed.run(
    ["init", "--yes", "--region", "eu-west-1", "--cache", "another", ...SMALL],
    { cwd: second },
  );
  expect(more.code, more.stderr).toBe(0);
  const third = await bed.otherFolder();
  const none = await bed.run(["status", "--json", "--region", "ap-south-1"], { cwd: third });
  expect(none.code).toBe(1);
  expect(errorOf(none.stdout)).toMatchObject({ code: "NO_STACK" });
  expect(errorOf(none.stdout).message).toContain("ap-south-1");
  const wrong = await bed.run(["stop", "--json", "--stack-id", "ffff"], { cwd: third });
  expect(errorOf(wrong.stdout)).toMatchObject({ code: "NO_SUCH_STACK" });
  expect(errorOf(wrong.stdout).message).toContain(stackId);
  const right = await bed.run(
    ["stop", "--json", "--stack-id", stackId.slice(0, 6), "--confirm", "live-origin"],
    { cwd: third },
  );
  expect(right.code, right.stderr).toBe(0);
});

test("teardown of a channel on air wants --allow-interruption besides the name, and names both at once", async () => {
  const bed = await running();
  const named = await bed.run(["teardown", "--confirm", "live-origin", "--json"]);
  expect(named.code).toBe(4);
  expect(errorOf(named.stdout).message).toContain("--allow-interruption");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  const both = await bed.run([
    "teardown",
    "--confirm",
    "live-origin",
    "--allow-interruption",
    "--json",
  ]);
  expect(both.code, both.stderr).toBe(0);
  expect(bed.inventory()).toEqual([]);
});

test("Ctrl-C during start says that it goes on and bills, and how to stop it", async () => {
  let started: () => void = () => undefined;
  const asked = new Promise<void>((done) => {
    started = done;
  });
  const bed = await openStackBed({
    haste: 20,
    latency: "brief",
    onCall: (phase, { operation }) => {
      if (phase === "after" && operation === "StartChannel") started();
      return undefined;
    },
  });
  open.push(bed);
  const made = await bed.run(["init", "--yes", ...SMALL]);
  expect(made.code, made.stderr).toBe(0);
  const run = bed.start(["start", "--json"]);
  await asked;
  run.child.kill("SIGINT");
  const { code, stdout } = await run.ended;
  expect(code).toBe(130);
  const { message, hint } = errorOf(stdout);
  expect(message).toMatch(/The channel is (STARTING|RUNNING).* bills by the minute/);
  expect(hint).toContain("Stop it with: live-origin stop --sandbox");
});
