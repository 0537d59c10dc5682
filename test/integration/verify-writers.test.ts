import { afterAll, beforeAll, expect, test } from "vitest";
import { putObject, startSecondEncoder } from "./support/second-encoder.ts";
import { verifyBed, type VerifyBed } from "./support/verify-bed.ts";

let bed: VerifyBed;
beforeAll(async () => {
  bed = await verifyBed();
  await bed.plays();
});
afterAll(() => bed.close());

/** What is named first while somebody else writes over and over, and what was seen. */
async function firstWhile(write: () => Promise<void>): Promise<readonly [string, string]> {
  let isOver = false;
  const writing = (async () => {
    while (!isOver) {
      await write();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  })();
  const { first, checks } = await bed.verify();
  isOver = true;
  await writing;
  return [first, checks.find(({ id }) => id === "origin-writers")?.saw ?? ""];
}

// Two writers take turns in one list, and verify looks at moments: on a busy machine one run may see one of them alone.
const LOOKS = { retry: 2 };

test("names another encoder by its lists, and the segments of both", LOOKS, async () => {
  const other = await startSecondEncoder(bed.place.sandbox);
  const { first, checks } = await bed.verify();
  await other.stop();
  expect(first).toBe("origin-writers TWO_WRITERS");
  const found = checks.find(({ id }) => id === "origin-writers");
  expect(found?.saw).toMatch(/replaced \d+ times .*theirs_\d+\.ts|the master (?:said|names)/);
  expect(found?.hint).toMatch(/MediaLive channel, in any region/);
});

test("names another encoder by a master of another ladder", LOOKS, async () => {
  const body =
    '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.640028,mp4a.40.2"\nplaylist_1080p.m3u8\n';
  const [first, saw] = await firstWhile(() =>
    putObject(bed.place.sandbox, { name: "playlist.m3u8", body }),
  );
  expect(first).toBe("origin-writers TWO_WRITERS");
  // Both write it, so one look may see either, or one and then the other.
  expect(saw).toMatch(/the master (?:names|said) .*playlist_1080p.m3u8/);
});
