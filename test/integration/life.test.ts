import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "./support/cli.ts";
import { sandboxFolder, type SandboxFolder } from "./support/sandbox-folder.ts";

type Result = {
  readonly name: string;
  readonly target: { readonly kind: string };
  readonly resources: readonly {
    readonly kind: string;
    readonly id: string;
    readonly status: string;
  }[];
  readonly playbackUrl: string;
  readonly ingest: unknown;
  readonly verified: boolean | null;
};

const KINDS = ["cache", "channel", "distribution", "function", "input", "role"];

describe("the life of a stack in a sandbox", () => {
  let place: SandboxFolder;
  beforeAll(async () => {
    place = await sandboxFolder();
  });
  afterAll(() => place.close());

  test("init makes one of each and leaves the channel stopped", async () => {
    const run = await place.run("init", "--yes", "--json");
    expect(run.code, run.stderr).toBe(0);
    const result = JSON.parse(run.stdout) as Result;
    expect(result.name).toBe("live-origin");
    expect(result.target.kind).toBe("sandbox");
    expect(result.verified).toBeNull();
    expect(result.resources).toContainEqual(
      expect.objectContaining({ kind: "channel", status: "IDLE" }),
    );
    expect((await place.inventory()).map(({ kind }) => kind).toSorted()).toEqual(KINDS);
  });

  test("keeps its secrets in one private file and none in the state", async () => {
    const folder = join(place.path, ".live-origin/sandbox/live-origin");
    expect((await stat(join(folder, "keys.json"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "state.json"))).mode & 0o777).toBe(0o600);
    const keys = JSON.parse(await readFile(join(folder, "keys.json"), "utf8")) as {
      encoderKey: { apiKey: string };
    };
    const state = await readFile(join(folder, "state.json"), "utf8");
    expect(state).not.toContain(keys.encoderKey.apiKey.slice(0, 20));
  });

  test("a second init changes nothing", async () => {
    const plan = await place.run("init", "--dry-run", "--json");
    const { steps } = JSON.parse(plan.stdout) as {
      steps: readonly { action: string; calls: readonly unknown[] }[];
    };
    expect(steps.map(({ action }) => action)).toEqual(steps.map(() => "keep"));
    expect(steps.flatMap(({ calls }) => calls)).toEqual([]);
    const again = await place.run("init", "--yes", "--json");
    expect(again.code, again.stderr).toBe(0);
    expect((await place.inventory()).map(({ kind }) => kind).toSorted()).toEqual(KINDS);
  });

  test("start plays it through the edge, without any key in the master", async () => {
    const run = await place.run("start", "--json");
    expect(run.code, run.stderr).toBe(0);
    const { playbackUrl, verified } = JSON.parse(run.stdout) as Result;
    expect(verified).toBe(true);
    const master = await (await fetch(playbackUrl)).text();
    expect(master).toContain("RESOLUTION=960x720");
    expect(master).not.toMatch(/token|eyJ/);
  });

  test("status says that it runs, and that nothing drifted", async () => {
    const run = await place.run("status", "--json");
    expect(run.code, run.stderr).toBe(0);
    const status = JSON.parse(run.stdout) as Result & { readonly drift: readonly unknown[] };
    expect(status.drift).toEqual([]);
    expect(status.resources).toContainEqual(
      expect.objectContaining({ kind: "channel", status: "RUNNING" }),
    );
  });

  test("a change to the running channel wants its own consent", async () => {
    const refused = await place.run("init", "--yes", "--segment-seconds", "1");
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("--allow-interruption");
    const allowed = await place.run(
      "init",
      "--yes",
      "--segment-seconds",
      "1",
      "--allow-interruption",
    );
    expect(allowed.code, allowed.stderr).toBe(0);
    const back = await place.run("init", "--yes", "--allow-interruption", "--json");
    expect(back.code, back.stderr).toBe(0);
  });

  test("stop stops it", async () => {
    const run = await place.run("stop", "--json");
    expect(run.code, run.stderr).toBe(0);
    const { resources } = JSON.parse(run.stdout) as Result;
    expect(resources).toContainEqual(expect.objectContaining({ kind: "channel", status: "IDLE" }));
  });

  test("teardown wants the right name, then leaves nothing", async () => {
    const without = await place.run("teardown");
    expect(without.code).toBe(4);
    const wrong = await place.run("teardown", "--confirm", "another");
    expect(wrong.code).toBe(2);
    expect(await place.inventory()).toHaveLength(KINDS.length);
    const right = await place.run("teardown", "--confirm", "live-origin", "--allow-interruption");
    expect(right.code, right.stderr).toBe(0);
    expect(await place.inventory()).toEqual([]);
    expect(await stat(join(place.path, ".live-origin/sandbox")).catch(() => "gone")).toBe("gone");
  });

  test("the parts make the same, one after the other", async () => {
    const early = await place.run("create-channel", "--yes");
    expect(early.code).toBe(1);
    expect(early.stderr).toContain("create-origin");
    for (const part of ["create-origin", "create-channel", "create-cdn"]) {
      const run = await place.run(part, "--yes", "--json");
      expect(run.code, run.stderr).toBe(0);
    }
    expect((await place.inventory()).map(({ kind }) => kind).toSorted()).toEqual(KINDS);
    expect(
      (await place.run("teardown", "--confirm", "live-origin", "--allow-interruption")).code,
    ).toBe(0);
    expect(await place.inventory()).toEqual([]);
  });
});

describe("init --sandbox --for", () => {
  test("starts its own sandbox, shows that it plays, and leaves nothing", async () => {
    const folder = await scratchFolder();
    const run = await runCli(
      [
        "init",
        "--sandbox",
        "--yes",
        "--for",
        "1s",
        "--latency",
        "instant",
        "--rtmp-port",
        "0",
        "--json",
      ],
      { cwd: folder.path },
    );
    expect(run.code, run.stderr).toBe(0);
    const result = JSON.parse(run.stdout) as Result;
    expect(result.verified).toBe(true);
    expect(result.playbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/playlist\.m3u8$/);
    expect(result.ingest).toMatchObject({ type: "mp4-file" });
    expect(await folder.entries()).toEqual([]);
    await folder.remove();
  });
});
