import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect } from "vitest";
import { watchShow } from "../../src/core/channel/watch-show.ts";
import type { HostEvent } from "../../src/core/host-events.ts";
import type { Host } from "../../src/core/host.ts";
import type { Stack } from "../../src/core/stack/stack.ts";
import { hasFfmpeg } from "./support/made-streams.ts";
import { type Opened, test } from "./support/opened.ts";
import { serveStream } from "./support/stream-server.ts";

const MASTER = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000000\nlow.m3u8\n";
const SOURCES =
  "-f lavfi -i testsrc2=size=64x64:rate=10:duration=2 -f lavfi -i sine=duration=2 -shortest";
const FORM = "-c:v libx264 -pix_fmt yuv420p -c:a aac -f mpegts -";

const isAble = await hasFfmpeg();

describe.runIf(isAble)("a show that is watched until it plays", () => {
  let segment: Buffer;
  beforeAll(async () => {
    const made = await promisify(execFile)("ffmpeg", `-v error ${SOURCES} ${FORM}`.split(" "), {
      encoding: "buffer",
    });
    segment = made.stdout;
  });

  /** The edge at each look: how many segments it lists; undefined while it answers 403. */
  async function watched(
    looks: readonly (number | undefined)[],
    {
      deployedAt,
      timeoutMs = 120_000,
    }: { readonly deployedAt: number; readonly timeoutMs?: number },
    opened: Opened,
  ) {
    let look = 0;
    let now = 0;
    const events: HostEvent[] = [];
    const listed = (): number | undefined => looks[Math.min(look, looks.length - 1)];
    const edge = opened(
      await serveStream((path) => {
        const many = listed();
        if (many === undefined) return { status: 403, body: Buffer.from("") };
        if (path.endsWith(".ts")) return { body: segment };
        const items = Array.from({ length: many }, (_, at) => `#EXTINF:2,\n${at}.ts\n`).join("");
        const list = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n${items}`;
        return { body: Buffer.from(path.startsWith("/master") ? MASTER : list) };
      }),
    );
    const spec = { channel: { input: undefined } };
    const resources = { distribution: { ids: { id: "E1" } } };
    const stack = {
      planContext: () => ({ spec, resources }),
      spec,
      clients: {
        pollMs: { medialive: 3_000, cloudfront: 1_000 },
        cloudfront: () =>
          Promise.resolve({
            getDistribution: () =>
              Promise.resolve({ status: look >= deployedAt ? "Deployed" : "InProgress" }),
          }),
      },
    } as unknown as Stack;
    const host = {
      clock: {
        now: () => now,
        sleep: (milliseconds: number) => {
          now += milliseconds;
          look += 1;
          return Promise.resolve();
        },
      },
      signal: new AbortController().signal,
      emit: (event: HostEvent) => events.push(event),
    } as unknown as Host;
    const report = await watchShow(host, {
      stack,
      playbackUrl: `${edge.origin}/master.m3u8`,
      timeoutMs,
      waitsOn: false,
      searchPath: process.env["PATH"],
    });
    const told = events.flatMap((event) => (event.type === "note" ? [event.message] : []));
    const waits = events.flatMap((event) => (event.type === "step.waiting" ? [event.now] : []));
    return { code: report.code, told, waits, now, origin: edge.origin };
  }

  test("its first picture is told once, when every rendition has one, and what still goes on", async ({
    opened,
  }) => {
    const seen = await watched([undefined, 0, 1, 1, 2], { deployedAt: 99 }, opened);
    const url = `${seen.origin}/master.m3u8`;
    expect(seen.told).toEqual([
      `The first picture is there, in every rendition, while the distribution still rolls out elsewhere: ${url}`,
    ]);
    expect(seen.waits).toEqual([
      "the distribution rolls out; the edge answers 403 to the master playlist",
      "the distribution rolls out; low.m3u8 lists 0 of 2 segments",
      "the distribution rolls out; low.m3u8 lists 1 of 2 segments",
      "the distribution rolls out; low.m3u8 lists 1 of 2 segments",
    ]);
    expect(seen.code).toBe("PLAYS_ROLLING_OUT");
    // Each playlist less than once a second.
    expect(seen.now / seen.waits.length).toBeGreaterThan(1_000);
  });

  test("a distribution that is deployed is not spoken of", async ({ opened }) => {
    const seen = await watched([1, 2], { deployedAt: 0 }, opened);
    expect(seen.told).toEqual([
      `The first picture is there, in every rendition: ${seen.origin}/master.m3u8`,
    ]);
    expect(seen.waits).toEqual(["low.m3u8 lists 1 of 2 segments"]);
    expect(seen.code).toBe("PLAYS");
  });

  test("the time for it counts from the end of the roll-out where the edge does not answer", async ({
    opened,
  }) => {
    const never = [undefined];
    const after = await watched(never, { deployedAt: 20, timeoutMs: 5_000 }, opened);
    expect([after.code, after.told]).toEqual(["DOES_NOT_PLAY", []]);
    expect(
      after.waits.filter((wait) => wait.startsWith("the distribution rolls out")),
    ).toHaveLength(20);
    expect(after.waits).toHaveLength(20 + Math.floor(5_000 / 1_050));
  });
});
