import { cp } from "node:fs/promises";
import { describe, expect } from "vitest";
import { parseFault } from "../../../src/sandbox/fault-text.ts";
import { type Opened, test } from "../support/opened.ts";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";
import { putObject, startSecondEncoder, theirPlaylist } from "../support/second-encoder.ts";

/** The other one works in another region, so only the cache is shared. */
const THEIRS = ["init", "--region", "eu-west-1", "--yes", "--adopt-cache"];
const TEARDOWN = ["teardown", "--confirm", "live-origin", "--json"];
const VARIANT = "playlist_480p30.m3u8";

async function bedWithStack(opened: Opened): Promise<StackBed> {
  const bed = opened(await openStackBed({ haste: 4 }));
  const made = await bed.run(["init", "--yes"]);
  expect(made.code, made.stderr).toBe(0);
  bed.calls.length = 0;
  return bed;
}

async function secondEncoder(bed: StackBed, opened: Opened): Promise<() => Promise<void>> {
  const { stop } = await startSecondEncoder(bed.sandbox, { everyMs: 100 });
  opened({ close: stop });
  return stop;
}

function errorOf(stdout: string): { code: string; message: string; hint: string } {
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

const caches = (bed: StackBed): readonly string[] =>
  bed
    .inventory()
    .filter(({ kind }) => kind === "cache")
    .map(({ id }) => id);

const channels = (bed: StackBed): readonly string[] =>
  bed.sandbox
    .inventory()
    .filter(({ kind }) => kind === "channel")
    .map(({ status = "" }) => status);

/** As a schedule of AWS's does, with nobody there. */
async function stoppedByAws(bed: StackBed): Promise<void> {
  const { medialive } = bed.sandbox.endpoints;
  const answer = await fetch(`${medialive}/prod/channels`);
  const list = (await answer.json()) as { channels: { id: string; state: string }[] };
  const { id } = list.channels.find(({ state }) => state === "RUNNING") ?? { id: "" };
  const channel = `${medialive}/prod/channels/${id}`;
  expect((await fetch(`${channel}/stop`, { method: "POST" })).status).toBe(200);
  await expect
    .poll(async () => ((await (await fetch(channel)).json()) as { state: string }).state)
    .toBe("IDLE");
}

/** Playlists that nobody writes any more. */
async function leaveShow(bed: StackBed, end = ""): Promise<void> {
  const master = `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n${VARIANT}\n`;
  await putObject(bed.sandbox, { name: "playlist.m3u8", body: master });
  await putObject(bed.sandbox, { name: VARIANT, body: theirPlaylist(9, end) });
}

describe("a cache that was there before", () => {
  test.concurrent("is not adopted while somebody writes to it, and the other way is named", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const cwd = await bed.otherFolder();
    await secondEncoder(bed, opened);
    const run = await bed.run([...THEIRS, "--json"], { cwd });
    expect(run.code, run.stderr).toBe(1);
    const { code, message, hint } = errorOf(run.stdout);
    expect(code).toBe("ANOTHER_WRITER");
    expect(message).toContain("Somebody else writes to the cache live-origin");
    expect(message).toContain(VARIANT);
    expect(hint).toContain("--cache live-origin-2");
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
  });

  test.concurrent("is adopted when what is there stands still, and only that is said", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    await leaveShow(bed);
    const run = await bed.run(THEIRS, { cwd: await bed.otherFolder() });
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("Nobody was seen writing to the cache live-origin for 3 s.");
  });

  test.concurrent("is waited for before a start, which does not begin while somebody writes", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const cwd = await bed.otherFolder();
    const made = await bed.run(THEIRS, { cwd });
    expect(made.code, made.stderr).toBe(0);
    const stop = await secondEncoder(bed, opened);
    bed.calls.length = 0;
    const run = await bed.run(["start", "--json"], { cwd });
    expect(run.code, run.stderr).toBe(1);
    expect(errorOf(run.stdout).code).toBe("ANOTHER_WRITER");
    expect(errorOf(run.stdout).message).toContain("Nothing was started.");
    expect(errorOf(run.stdout).hint).toContain("rotate-keys --new-cache");
    expect(bed.calls.map(({ operation }) => operation)).not.toContain("StartChannel");
    await stop();
    const later = await bed.run(["start", "--json"], { cwd });
    expect(later.code, later.stderr).toBe(0);
    expect(later.stderr).toContain("Nobody was seen writing");
  });
});

describe("the stack's own cache", () => {
  test.concurrent("a start is stopped when somebody else is seen beside it", async ({ opened }) => {
    const bed = await bedWithStack(opened);
    await secondEncoder(bed, opened);
    const run = await bed.run(["start", "--json"]);
    expect(run.code, run.stderr).toBe(1);
    const { code, message } = errorOf(run.stdout);
    expect(code).toBe("ANOTHER_WRITER");
    expect(message).toContain("is stopped again");
    expect(channels(bed)).toEqual(["IDLE"]);
  });

  test.concurrent("what the last run left never blocks: start, stop and start again, then a teardown deletes the cache", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    for (const verb of ["start", "stop", "start", "start"]) {
      const run = await bed.run([verb]);
      expect(run.code, run.stderr).toBe(0);
    }
    const removed = await bed.run([...TEARDOWN, "--allow-interruption"]);
    expect(removed.code, removed.stderr).toBe(0);
    expect(removed.stderr).toContain("Nobody was seen writing");
    expect(bed.inventory()).toEqual([]);
  });

  test.concurrent("a teardown keeps it while somebody writes, and says so", async ({ opened }) => {
    const bed = await bedWithStack(opened);
    await secondEncoder(bed, opened);
    const run = await bed.run(TEARDOWN);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("The cache live-origin is kept: somebody else writes to it");
    expect((JSON.parse(run.stdout) as { kept: string[] }).kept).toEqual(["cache"]);
    expect(caches(bed)).toEqual(["live-origin"]);
    expect(bed.inventory()).toHaveLength(1);
  });

  test.concurrent("a teardown keeps it for a show that only pauses, and deletes it when it is named", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const own = await bed.run(["start"]);
    expect(own.code, own.stderr).toBe(0);
    expect((await bed.run(["stop"])).code).toBe(0);
    await leaveShow(bed);
    const wrong = await bed.run([...TEARDOWN, "--delete-cache", "live-origi"]);
    expect(wrong.code, wrong.stderr).toBe(2);
    expect(errorOf(wrong.stdout).code).toBe("WRONG_NAME");
    expect(bed.inventory()).toHaveLength(6);
    const cwd = await bed.otherFolder();
    await cp(bed.cwd, cwd, { recursive: true });
    const run = await bed.run(TEARDOWN);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr.replace(/\s+/g, " ")).toContain(
      `${VARIANT} is not of a show that was started`,
    );
    expect((JSON.parse(run.stdout) as { kept: string[] }).kept).toEqual(["cache"]);
    expect(caches(bed)).toEqual(["live-origin"]);
    const named = await bed.run([...TEARDOWN, "--delete-cache", "live-origin"], { cwd });
    expect(named.code, named.stderr).toBe(0);
    expect(bed.inventory()).toEqual([]);
  });

  test.concurrent("runs that AWS stopped, without an end: a stack's own do not keep its cache, another stack's do", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const second = ["--name", "second", "--cache", "live-origin"];
    const made = await bed.run(["init", ...second, "--yes", "--adopt-cache"]);
    expect(made.code, made.stderr).toBe(0);
    for (const name of ["live-origin", "second"]) {
      const run = await bed.run(["start", "--name", name]);
      expect(run.code, run.stderr).toBe(0);
      await stoppedByAws(bed);
      // The claim of a start lasts ten minutes; here they are over.
      const { momentoRest } = bed.sandbox.endpoints;
      await fetch(`${momentoRest}/cache/live-origin?key=live-origin-claim`, {
        method: "DELETE",
        headers: { authorization: bed.sandbox.momentoApiKey },
      });
    }
    const kept = await bed.run(TEARDOWN);
    expect(kept.code, kept.stderr).toBe(0);
    expect((JSON.parse(kept.stdout) as { kept: string[] }).kept).toEqual(["cache"]);
    expect(caches(bed)).toEqual(["live-origin"]);
  });

  test.concurrent("its own run that AWS stopped does not keep it", async ({ opened }) => {
    const bed = await bedWithStack(opened);
    const run = await bed.run(["start"]);
    expect(run.code, run.stderr).toBe(0);
    await stoppedByAws(bed);
    const removed = await bed.run(TEARDOWN);
    expect(removed.code, removed.stderr).toBe(0);
    expect(bed.inventory()).toEqual([]);
  });

  test.concurrent("a move to another cache keeps the old one while somebody writes there, and deletes it else", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const stop = await secondEncoder(bed, opened);
    const move = ["rotate-keys", "--new-cache", "--yes"];
    const moved = await bed.run(move);
    expect(moved.code, moved.stderr).toBe(0);
    expect(moved.stderr.replace(/\s+/g, " ")).toContain("The old cache live-origin is kept");
    expect(moved.stderr.replace(/\s+/g, " ")).not.toContain("its one cache is deleted");
    expect(moved.stdout).not.toContain("old one deleted");
    expect(caches(bed)).toHaveLength(2);
    await stop();
    const again = await bed.run(move);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).not.toContain("is kept");
    expect(again.stdout).toContain("old one deleted");
    expect(caches(bed)).toHaveLength(2);
  });

  test.concurrent("a teardown deletes it where nothing is listed, and keeps what has ended of another show", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    await leaveShow(bed, "#EXT-X-ENDLIST\n");
    const cwd = await bed.otherFolder();
    await cp(bed.cwd, cwd, { recursive: true });
    const run = await bed.run(TEARDOWN);
    expect(run.code, run.stderr).toBe(0);
    const said = run.stderr.replace(/\s+/g, " ");
    expect(said).toContain("somebody else's has ended, and what it lists can be watched until");
    expect(said).toContain("--delete-cache live-origin");
    expect(bed.inventory()).toMatchObject([{ kind: "cache", id: "live-origin" }]);
    // Its TTL is over.
    const { endpoints, momentoApiKey } = bed.sandbox;
    const expired = await fetch(`${endpoints.momentoRest}/cache/live-origin/${VARIANT}`, {
      method: "DELETE",
      headers: { authorization: momentoApiKey },
    });
    expect(expired.status).toBe(204);
    const again = await bed.run(TEARDOWN, { cwd });
    expect(again.code, again.stderr).toBe(0);
    expect(bed.inventory()).toEqual([]);
  });

  test.concurrent.for([
    ["UNAUTHENTICATED", 401],
    ["PERMISSION_DENIED", 403],
    ["RESOURCE_EXHAUSTED", 429],
    ["INTERNAL", 500],
    ["UNAVAILABLE", 503],
  ] as const)(
    "%s: a teardown does not delete what it cannot look at; run again it does",
    async ([name, status], { opened }) => {
      const bed = await bedWithStack(opened);
      await leaveShow(bed);
      const fault = parseFault(
        `momento:GetItem(live-origin/${VARIANT}) refuse always ${name} ${status}`,
      );
      bed.sandbox.setFaults([fault]);
      const run = await bed.run(TEARDOWN);
      expect(run.code, run.stdout).toBe(3);
      const { code, message } = errorOf(run.stdout);
      expect(code).toBe("WRITERS_UNKNOWN");
      expect(message).toContain(`the origin answers ${status}`);
      expect(caches(bed)).toEqual(["live-origin"]);
      bed.sandbox.setFaults([]);
      const again = await bed.run([...TEARDOWN, "--delete-cache", "live-origin"]);
      expect(again.code, again.stderr).toBe(0);
      expect(bed.inventory()).toEqual([]);
    },
  );

  test.concurrent("a start that cannot look is warned of and goes on", async ({ opened }) => {
    const bed = await bedWithStack(opened);
    const master = "live-origin/playlist.m3u8";
    bed.sandbox.setFaults([parseFault(`momento:GetItem(${master}) refuse always UNAVAILABLE 503`)]);
    const again = await bed.run(["start", "--json"]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("is not known: playlist.m3u8 cannot be compared");
  });
});

describe("a claim", () => {
  test.concurrent("two starts at once in one cache: one wins, the other is told who has it; a stop gives it back", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const cwd = await bed.otherFolder();
    const made = await bed.run(THEIRS, { cwd });
    expect(made.code, made.stderr).toBe(0);
    const runs = await Promise.all([
      bed.run(["start", "--json"]),
      bed.run(["start", "--json"], { cwd }),
    ]);
    expect(runs.map(({ code }) => String(code)).toSorted()).toEqual(["0", "1"]);
    const lost = runs.findIndex(({ code }) => code === 1);
    const { code, message } = errorOf(runs[lost]?.stdout ?? "");
    expect(code).toBe("CLAIMED_ELSEWHERE");
    expect(message).toMatch(/claimed by stack [0-9a-f]{16}/);
    expect(channels(bed).toSorted()).toEqual(["IDLE", "RUNNING"]);
    const folders = [bed.cwd, cwd];
    const stopped = await bed.run(["stop"], { cwd: folders[1 - lost] ?? "" });
    expect(stopped.code, stopped.stderr).toBe(0);
    const other = await bed.run(["start", "--json"], { cwd: folders[lost] ?? "" });
    expect(other.code, other.stderr).toBe(0);
  });

  test.concurrent("a start into a cache that its maker has deleted is refused, with what makes it again", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const cwd = await bed.otherFolder();
    for (const [args, place] of [
      [THEIRS, { cwd }],
      [["rotate-keys", "--new-cache", "--yes"], {}],
    ] as const) {
      const run = await bed.run(args, place);
      expect(run.code, run.stderr).toBe(0);
    }
    expect(caches(bed)).not.toContain("live-origin");
    const run = await bed.run(["start", "--json"], { cwd });
    expect(run.code, run.stderr).toBe(1);
    const { code, hint } = errorOf(run.stdout);
    expect(code).toBe("MOMENTO_CACHE_NOT_FOUND");
    expect(channels(bed)).toEqual(["IDLE", "IDLE"]);
    const [, init = ""] = /live-origin (init.*) --sandbox$/.exec(hint) ?? [];
    for (const args of [[...init.split(" "), "--yes"], ["start"]]) {
      const typed = await bed.run(args, { cwd });
      expect(typed.code, typed.stderr).toBe(0);
    }
  });

  test.concurrent("one that may not be made in one step is written and looked at again; one that cannot be made is warned of", async ({
    opened,
  }) => {
    const bed = await bedWithStack(opened);
    const name = "live-origin-claim";
    const notAtOnce = parseFault("momento:SetIf refuse always PERMISSION_DENIED 403");
    bed.sandbox.setFaults([notAtOnce]);
    await putObject(bed.sandbox, { name, body: "0123456789abcdef" });
    const refused = await bed.run(["start", "--json"]);
    expect(refused.code, refused.stderr).toBe(1);
    expect(errorOf(refused.stdout).message).toContain("claimed by stack 0123456789abcdef");
    const { stackId } = await bed.state();
    await putObject(bed.sandbox, { name, body: stackId });
    const run = await bed.run(["start", "--json"]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("is claimed by a write and a look after it");
    expect((await bed.run(["stop"])).code).toBe(0);
    const never = `momento:PutItem(live-origin/${name}) refuse always RESOURCE_EXHAUSTED 429`;
    bed.sandbox.setFaults([notAtOnce, parseFault(never)]);
    const warned = await bed.run(["start", "--json"]);
    expect(warned.code, warned.stderr).toBe(0);
    expect(warned.stderr.replace(/\s+/g, " ")).toContain("could not be claimed for this start");
    expect(warned.stderr).toContain("the origin answers 429");
  });
});
