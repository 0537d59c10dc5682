import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { parseFault } from "../../src/sandbox/index.ts";
import { runCli, startCli } from "./support/cli.ts";
import {
  originOf,
  until,
  verifyBed,
  type ChannelDraft,
  type VerifyBed,
} from "./support/verify-bed.ts";

const beds: VerifyBed[] = [];
let shared: VerifyBed;
beforeAll(async () => {
  shared = await verifyBed();
});
afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.close();
});
afterAll(() => shared.close());

/** A stack of its own, for what cannot be put back. */
async function bedOf(...args: Parameters<typeof verifyBed>): Promise<VerifyBed> {
  const bed = await verifyBed(...args);
  beds.push(bed);
  return bed;
}

async function listed(bed: VerifyBed): Promise<readonly string[]> {
  const answer = await fetch(bed.playbackUrl.replace("playlist.m3u8", "playlist_480p30.m3u8"));
  return (await answer.text()).split("\n").filter((line) => /^[^#]/.test(line));
}

test("names stale segments after a restart under the same names", async () => {
  const bed = await bedOf(["--segment-names", "tutorial"]);
  await until(async () => (await listed(bed)).length >= 6);
  for (const name of await listed(bed))
    for (const rung of ["480p30", "240p30", "720p30"])
      await fetch(new URL(name.replace("480p30", rung), bed.playbackUrl));
  await bed.stopChannel();
  await bed.startChannel();
  await until(async () => [2, 3].includes((await listed(bed)).length));
  const { code, first } = await bed.verify();
  expect([code, first]).toEqual([5, expect.stringContaining("STALE_SEGMENTS")]);
});

test("names a distribution whose last change is still on its way", async () => {
  // Longer than any look takes, once something is to be seen on its way.
  const transitionsMs = {
    "channel.recovering": 600_000,
    "distribution.deploying": 0,
    "distribution.reaching-edge": 0,
  };
  const bed = await bedOf([], { transitionsMs });
  let headers: unknown;
  await bed.changeDistribution((config) => {
    headers = originOf(config).CustomHeaders;
    originOf(config).CustomHeaders = { Quantity: 0 };
  });
  await bed.deployed();
  transitionsMs["distribution.deploying"] = 600_000;
  transitionsMs["distribution.reaching-edge"] = 600_000;
  await bed.changeDistribution((config) => {
    Object.assign(originOf(config), { CustomHeaders: headers });
  });
  const { code, first } = await bed.verify();
  expect([code, first]).toEqual([5, "distribution DISTRIBUTION_DEPLOYING"]);

  // A pipeline that MediaLive restarts by itself.
  const { endpoints } = bed.place.sandbox;
  const channel = `${endpoints.medialive}/prod/channels/${bed.channelId}`;
  const restarted = await fetch(`${channel}/restartChannelPipelines`, { method: "POST" });
  expect(restarted.status).toBe(200);
  const recovering = await bed.verify();
  expect(recovering.first).toBe("channel-running CHANNEL_RECOVERING");
  expect(recovering.checks.find(({ id }) => id === "channel-running")?.hint).toMatch(
    /^Leave it alone/,
  );
});

test("names a limit of the account that refuses reads now and then", async () => {
  const bed = shared;
  await bed.plays();
  bed.place.sandbox.setFaults([
    parseFault("momento:GetItem(live-origin/playlist*) throttle 12/s RESOURCE_EXHAUSTED 429"),
  ]);
  const { code, first, checks } = await bed.verify();
  bed.place.sandbox.setFaults([]);
  expect([code, first]).toEqual([5, expect.stringMatching(/ READS_LIMITED$/)]);
  const found = checks.find(({ verdict }) => verdict === "fail");
  expect(found?.hint).toMatch(/live-origin doctor/);
  expect((await bed.verify()).first).toBe("");
});

test("names a limit of the account that refuses segments", async () => {
  const bed = shared;
  bed.place.sandbox.setFaults([
    parseFault("momento:PutItem(live-origin/playlist*) refuse always RESOURCE_EXHAUSTED 429"),
  ]);
  const withoutPatience = ({ encoder }: ChannelDraft): void => {
    const hls = encoder.OutputGroups?.[0]?.OutputGroupSettings?.HlsGroupSettings;
    if (hls !== undefined)
      hls.HlsCdnSettings = { HlsBasicPutSettings: { ConnectionRetryInterval: 0 } };
  };
  await bed.withChannel(withoutPatience, async () => {
    await until(async () => (await bed.verify()).first === "channel-alerts ACCOUNT_LIMIT");
    expect((await bed.verify()).code).toBe(5);
    bed.place.sandbox.setFaults([]);
  });
});

test("judges what the clouds say, not what was written down here", async () => {
  const bed = await bedOf();
  await bed.plays();
  const folder = join(bed.place.path, ".live-origin/sandbox/live-origin");
  const state = JSON.parse(await readFile(join(folder, "state.json"), "utf8")) as {
    resources: Record<string, { expiresAt?: number; status: string }>;
  };
  for (const row of Object.values(state.resources)) {
    row.status = "creating";
    if (row.expiresAt !== undefined) row.expiresAt = 1;
  }
  await writeFile(join(folder, "state.json"), JSON.stringify(state));
  const keys = await readFile(join(folder, "keys.json"), "utf8");
  await writeFile(
    join(folder, "keys.json"),
    keys.replaceAll(/"apiKey":\s*"[^"]*"/g, '"apiKey": "bm9uZQ=="'),
  );
  expect((await bed.verify()).first).toBe("");
});

test("can be repeated by hand: every curl of a healthy run succeeds", async () => {
  const bed = shared;
  await bed.plays();
  const { checks } = await bed.verify();
  const folder = join(bed.place.path, ".live-origin/sandbox/live-origin");
  const keys = JSON.parse(await readFile(join(folder, "keys.json"), "utf8")) as {
    playerKey: { apiKey: string };
    encoderKey: { apiKey: string };
  };
  const { execFile } = await import("node:child_process");
  const ran = await Promise.all(
    checks.map(
      ({ id, curl }) =>
        new Promise<string>((done) => {
          const env = {
            PATH: process.env["PATH"],
            AWS_ACCESS_KEY_ID: "AKIATEST",
            AWS_SECRET_ACCESS_KEY: "test",
            PLAYER_API_KEY: keys.playerKey.apiKey,
            ENCODER_API_KEY: keys.encoderKey.apiKey,
          };
          execFile(
            "sh",
            ["-c", curl],
            { env, cwd: bed.place.path, encoding: "buffer" },
            (error, stdout) => {
              const text = stdout.toString("latin1");
              const refused =
                /^HTTP\/1\.1 (400|401|5\d\d)/m.test(text) ||
                /errorMessage|<ErrorResponse/.test(text);
              done(error === null && !refused ? "" : `${id}: ${curl}\n${text.slice(0, 200)}`);
            },
          );
        }),
    ),
  );
  expect(ran.filter((text) => text !== "")).toEqual([]);
});

test("--watch tells every change as one line, with the age of the live edge", async () => {
  const bed = shared;
  await bed.plays();
  const watch = startCli(["verify", "--watch", "--json", "--sandbox"], { cwd: bed.place.path });
  await watch.seen("stdout", /"event":"started"/);
  await bed.stopChannel();
  await watch.seen("stdout", /"event":"changed".*CHANNEL_IDLE/);
  watch.child.kill("SIGINT");
  const { code, stdout } = await watch.finished;
  await bed.startChannel();
  expect(code).toBe(5);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { liveEdgeAgeSeconds: number; ok: boolean });
  expect(lines[0]?.ok).toBe(true);
  for (const { liveEdgeAgeSeconds } of lines) {
    expect(liveEdgeAgeSeconds).toBeGreaterThanOrEqual(0);
    expect(liveEdgeAgeSeconds).toBeLessThan(30);
  }
});

test("says in words which hop is broken and what to type next", async () => {
  const bed = shared;
  await bed.stopChannel();
  const { code, stdout } = await runCli(["verify", "--sandbox"], { cwd: bed.place.path });
  await bed.startChannel();
  expect(code).toBe(5);
  expect(stdout).toContain("✗ channel-running");
  expect(stdout).toContain("→ Start it: live-origin start --sandbox");
  expect(stdout).toContain("First: the channel is not started");
});

test("finds nothing wrong with a key in the Parameter Store and a variable bitrate either", async () => {
  const bed = await bedOf(["--encoder-auth", "parameter-store", "--rate-control", "VBR"]);
  await bed.plays();
  const { code, checks } = await bed.verify();
  const odd = checks.filter(({ verdict }) => verdict !== "pass");
  // What is in the Parameter Store cannot be tried.
  expect([code, odd.map(({ id, verdict }) => [id, verdict])]).toEqual([
    0,
    [["encoder-key", "skipped"]],
  ]);
});
