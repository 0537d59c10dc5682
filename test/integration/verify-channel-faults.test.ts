import { rename } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateInputCommand,
  DeleteChannelCommand,
  MediaLiveClient,
} from "@aws-sdk/client-medialive";
import { PermissionScopes } from "@gomomento/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientsFor } from "./support/momento-clients.ts";
import type { CheckResult } from "../../src/verify/check.ts";
import { until, verifyBed, type ChannelDraft, type VerifyBed } from "./support/verify-bed.ts";

let bed: VerifyBed;
beforeAll(async () => {
  bed = await verifyBed();
});
afterAll(() => bed.close());

/** Breaks, starts, looks, restores: what `verify` names first and says to it, and that it fails with 5. */
async function seenWhen(
  break_: (channel: ChannelDraft) => void,
  look: (failed: ReadonlyMap<string, string>) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly first: string; readonly hint: string }> {
  let first = "";
  let hint = "";
  await bed.withChannel(break_, async () => {
    const seen = await bed.verify();
    expect(seen.code).toBe(5);
    expect(seen.text).not.toMatch(/eyJ[\w-]{10,}/);
    ({ first } = seen);
    const failed = hintsOf(seen.checks);
    [hint = ""] = failed.values();
    await look(failed);
  });
  return { first, hint };
}

/** What is said to each check that failed. */
function hintsOf(checks: readonly CheckResult[]): ReadonlyMap<string, string> {
  const failed = checks.filter(({ verdict }) => verdict === "fail");
  return new Map(failed.map(({ id, hint = "" }) => [id, hint]));
}

async function firstWhen(break_: (channel: ChannelDraft) => void): Promise<string> {
  return (await seenWhen(break_)).first;
}

function hlsOf({ encoder }: ChannelDraft) {
  const hls = encoder.OutputGroups?.[0]?.OutputGroupSettings?.HlsGroupSettings;
  if (hls === undefined) throw new Error("there is no HLS group");
  return hls;
}

function videosOf({ encoder }: ChannelDraft) {
  return (encoder.VideoDescriptions ?? []).flatMap(
    ({ CodecSettings }) => CodecSettings?.H264Settings ?? [],
  );
}

test("names an encoder key that cannot write", async () => {
  const weak = await bed.mint(PermissionScopes.cacheReadOnly("live-origin"), 3600);
  const first = await firstWhen(({ url }) => url.searchParams.set("token", weak));
  expect(first).toBe("encoder-key ENCODER_KEY_CANNOT_WRITE");
});

test("names an expired encoder key, and offers to stop no show that another copy of the folder may have changed", async () => {
  const short = await bed.mint(PermissionScopes.cacheReadWrite("live-origin"), 1);
  bed.place.travel(2_000);
  const { first } = await seenWhen(
    (channel) => {
      breakGops(channel);
      channel.url.searchParams.set("token", short);
      channel.url.searchParams.set("ttl_seconds", "20");
    },
    async (failed) => {
      for (const id of ["ttl-covers-window", "gop"])
        expect(failed.get(id), id).toContain("init --rebuild-state");
      expect([...failed.values()].join()).not.toContain("--allow-interruption");
      // Nor one of which it is not known here any more what it was made with.
      const spec = join(bed.place.path, ".live-origin/sandbox/live-origin/applied-spec.json");
      await rename(spec, `${spec}.gone`);
      try {
        const lost = hintsOf((await bed.verify()).checks);
        expect(lost.get("gop")).toContain("init --dry-run");
        expect([...lost.values()].join()).not.toContain("--allow-interruption");
      } finally {
        await rename(`${spec}.gone`, spec);
      }
    },
  );
  expect(first).toBe("encoder-key ENCODER_KEY_EXPIRED");
});

test("names a missing role=origin", async () => {
  const { first, hint } = await seenWhen(({ url }) => url.searchParams.delete("role"));
  expect(first).toBe("destination MISSING_ROLE");
  expect(hint).toMatch(/create-channel .*--allow-interruption/);
});

test("names a missing ttl_seconds", async () => {
  const first = await firstWhen(({ url }) => url.searchParams.delete("ttl_seconds"));
  expect(first).toBe("destination MISSING_TTL");
});

test("names a destination in another cache", async () => {
  const { first, hint } = await seenWhen(({ url }) => {
    url.pathname = "/cache/elsewhere/playlist.m3u8";
  });
  expect(first).toBe("destination WRONG_DESTINATION_PATH");
  expect(hint).toContain("init --rebuild-state");
  expect(hint).not.toContain("--allow-interruption");
});

test("names a TTL shorter than the window", async () => {
  const { first, hint } = await seenWhen(({ url }) => url.searchParams.set("ttl_seconds", "20"));
  expect(first).toBe("ttl-covers-window TTL_SHORTER_THAN_WINDOW");
  expect(hint).toMatch(/create-channel --ttl-seconds 3600 --allow-interruption/);
});

test("names a GOP that does not divide the segment", async () => {
  const { first, hint } = await seenWhen(breakGops);
  expect(first).toBe("gop GOP_DOES_NOT_DIVIDE_SEGMENT");
  expect(hint).toMatch(/create-channel .*--allow-interruption/);
});

function breakGops(channel: ChannelDraft): void {
  hlsOf(channel).SegmentLength = 2;
  for (const video of videosOf(channel)) video.GopSize = 1.5;
}

test("names rungs whose GOPs differ", async () => {
  const first = await firstWhen((channel) => {
    const [video] = videosOf(channel);
    hlsOf(channel).SegmentLength = 2;
    if (video !== undefined) video.GopSize = 2.5;
  });
  expect(first).toBe("gop RUNGS_NOT_ALIGNED");
});

test("names an encoder key that is wrong", async () => {
  await bed.withChannel(
    ({ url }) => url.searchParams.set("token", "bm8ga2V5"),
    async () => {
      const { first, checks } = await bed.verify();
      expect(first).toBe("encoder-key ENCODER_KEY_INVALID");
      expect(checks.find(({ id }) => id === "encoder-key")?.hint).toContain(
        "live-origin rotate-keys",
      );
      // The channel runs, and must stop for a new key.
      const mended = await bed.place.run(["rotate-keys", "--yes", "--allow-interruption"]);
      expect(mended.code, mended.stderr).toBe(0);
      await bed.plays();
      expect((await bed.verify()).first).not.toContain("key");
    },
  );
});

test("names segments over the limit", async () => {
  const first = await firstWhen((channel) => {
    const [video] = videosOf(channel);
    if (video !== undefined) video.Bitrate = 45_000_000;
  });
  expect(first).toBe("segment-limit SEGMENT_OVER_LIMIT");
});

test("names a ladder that the channel does not encode", async () => {
  await bed.withChannel(
    ({ encoder }) => {
      encoder.OutputGroups?.[0]?.Outputs?.reverse();
    },
    async () => {
      await until(async () => (await bed.verify()).first.startsWith("edge-master"));
      const { checks, code } = await bed.verify();
      const master = checks.find(({ id }) => id === "edge-master");
      expect([code, master?.suspects[0]?.code]).toEqual([5, "MASTER_DIFFERS"]);
      expect(master?.saw).toContain("playlist_720p30.m3u8, playlist_240p30.m3u8");
    },
  );
});

test("warns of a bitrate that the master at the edge does not state, and goes on", async () => {
  await bed.withChannel(
    (channel) => {
      const [video] = videosOf(channel);
      if (video !== undefined) video.Bitrate = 2_000_000;
    },
    async () => {
      const seen = async () => {
        const { code, checks } = await bed.verify();
        const master = checks.find(({ id }) => id === "edge-master");
        return { code, verdict: master?.verdict, saw: master?.saw, checks };
      };
      await until(async () => (await seen()).verdict === "warn");
      await bed.plays();
      const { code, saw, checks } = await seen();
      expect(saw).toMatch(
        /^BANDWIDTH of playlist_480p30.m3u8: \d+ at the edge, \d+ at the origin$/,
      );
      expect([code, checks.filter(({ because }) => because !== undefined)]).toEqual([0, []]);
    },
  );
});

test("names an idle channel, and skips what depends on it", async () => {
  await bed.stopChannel();
  try {
    const { first, code, checks } = await bed.verify();
    expect([code, first]).toEqual([5, "channel-running CHANNEL_IDLE"]);
    expect(checks.filter(({ verdict }) => verdict === "fail")).toHaveLength(1);
    const skipped = checks.filter(({ because }) => because === "channel-running");
    expect(skipped.map(({ id }) => id)).toContain("edge-segments");
  } finally {
    await bed.startChannel();
  }
});

test("names a channel that runs without input", async () => {
  const { Input } = await mediaLiveOf(bed).send(
    new CreateInputCommand({
      Name: "nothing-there",
      Type: "MP4_FILE",
      Sources: [{ Url: "http://198.51.100.4:9/nothing.mp4" }],
    }),
  );
  await bed.withChannel(
    (channel) => {
      channel.inputId = Input?.Id ?? "";
    },
    async () => {
      await until(async () => (await bed.verify()).first === "channel-alerts NO_INPUT");
      expect((await bed.verify()).code).toBe(5);
    },
  );
});

test("names a cache that was made anew while the show runs, which costs no show, and a channel that somebody deleted", async () => {
  const other = await verifyBed();
  try {
    await other.plays();
    const { momentoApiKey, endpoints } = other.place.sandbox;
    const momento = clientsFor(momentoApiKey, endpoints.momentoGrpc);
    await momento.cache.deleteCache("live-origin");
    await momento.cache.createCache("live-origin");
    momento.close();
    let seen = await other.verify();
    await until(async () => {
      // Until the next segment nothing at all is there.
      if (seen.first === "origin-master NOT_WRITTEN_YET") seen = await other.verify();
      return !seen.first.endsWith("NOT_WRITTEN_YET");
    });
    expect(seen.first).toMatch(/CACHE_EMPTIED|CACHE_MADE_ANEW/);
    const { hint } = seen.checks.find(({ verdict }) => verdict === "fail") ?? {};
    expect(hint).toContain("othing needs to be stopped");
    expect(hint).not.toContain("live-origin");
    await other.stopChannel();
    await mediaLiveOf(other).send(new DeleteChannelCommand({ ChannelId: other.channelId }));
    expect((await other.verify()).first).toBe("channel-running CHANNEL_GONE");
  } finally {
    await other.close();
  }
});

function mediaLiveOf({ place }: VerifyBed): MediaLiveClient {
  return new MediaLiveClient({
    region: place.sandbox.defaults.region,
    endpoint: place.sandbox.endpoints.medialive,
    credentials: { accessKeyId: "AKIATEST", secretAccessKey: "test" },
  });
}
