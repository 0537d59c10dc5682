import { expect, test } from "vitest";
import { rememberOwnLists, strangeLists } from "../../../../src/core/channel/own-lists.ts";
import type { Stack } from "../../../../src/core/stack/stack.ts";
import { playlistSeen } from "../../../../src/core/writers/playlist-seen.ts";

const show = (stem: string) =>
  playlistSeen(
    200,
    `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\n${stem}_00009.ts\n#EXT-X-ENDLIST\n`,
  );

/** As much of a stack as its record of its own lists needs. */
function madeStack(foundAtStart?: readonly string[]): Stack {
  const entry = { status: "created", ownership: "ours", changedAt: "" } as const;
  const resources = {
    cache: { ...entry, ids: { name: "live-origin" } },
    channel: { ...entry, ids: {}, foundAtStart },
  };
  return {
    planContext: () => ({ resources }),
    store: {
      patch: (kind: "cache" | "channel", patch: object) => {
        Object.assign(resources[kind], patch);
        return Promise.resolve();
      },
    },
  } as unknown as Stack;
}

test("a list of an earlier ladder is known again after one that did not name it", async () => {
  const stack = madeStack([]);
  const [low, high] = [
    new Map([["low.m3u8", show("low")]]),
    new Map([["high.m3u8", show("high")]]),
  ];
  await rememberOwnLists(stack, high);
  await rememberOwnLists(stack, low);
  await stack.store.patch("channel", { foundAtStart: undefined });
  expect(strangeLists(stack, new Map([...low, ...high]))).toBeUndefined();
  expect(strangeLists(stack, new Map([["low.m3u8", show("other")]]))).toContain("somebody else's");
});
