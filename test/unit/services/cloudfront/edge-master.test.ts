import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { edgeMasterCode } from "../../../../src/services/cloudfront/edge-master.ts";
import { predictMaster } from "../../../../src/config/ladder/master-playlist.ts";
import type { Spec } from "../../../../src/config/spec.ts";
import { tutorialSpec } from "../tutorial-context.ts";

type Answer = {
  readonly uri?: string;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, { readonly value: string }>>;
  readonly body?: { readonly data: string };
};

function ask(uri: string, spec: Spec = tutorialSpec()): Answer {
  const context: { handler?: (event: unknown) => Answer } = {};
  runInNewContext(edgeMasterCode(spec), context);
  const answer = context.handler?.({ request: { method: "GET", uri, querystring: {} } });
  if (answer === undefined) throw new Error("the function has no handler");
  return answer;
}

describe("edge master", () => {
  test("answers the master playlist itself, from the ladder, uncached and readable by pages", () => {
    const answer = ask("/playlist.m3u8");
    expect(answer.statusCode).toBe(200);
    expect(answer.body?.data).toBe(predictMaster(tutorialSpec().channel));
    expect(answer.headers).toEqual({
      "content-type": { value: "application/vnd.apple.mpegurl" },
      "cache-control": { value: "no-store" },
      "access-control-allow-origin": { value: "*" },
    });
  });

  test("lets the variant playlists of the ladder through", () => {
    for (const { nameModifier } of tutorialSpec().channel.ladder) {
      const uri = `/playlist${nameModifier}.m3u8`;
      expect(ask(uri)).toMatchObject({ uri });
    }
  });

  test.each([
    "/",
    "",
    "/favicon.ico",
    "//playlist.m3u8",
    "/./playlist.m3u8",
    "/x/../playlist.m3u8",
    "/%70laylist.m3u8",
    "/playlist%2em3u8",
    "/playlist%2Em3u8",
    "/playlist.m3u8/",
    "/playlist.m3u8%00",
    "/playlist.m3u8%3Fx",
    "/Playlist.m3u8",
    "/PLAYLIST.M3U8",
    "/playlist_/../playlist.m3u8",
    "/playlist_480p30.m3u8/../playlist.m3u8",
    "/playlist_%2f..%2fplaylist.m3u8",
    "/playlist_480p30.m3u8\n",
    "/x\n/playlist_480p30.m3u8",
    "/playlist_480p30.m3u8?x",
    "/playlist_.m3u8",
    "\\playlist.m3u8",
    "/%252e/playlist.m3u8",
  ])("never sends %j to the origin", (uri) => {
    expect(ask(uri).statusCode).toBe(404);
  });

  test("sets no CORS header when CORS is off", () => {
    const spec = tutorialSpec({ cdn: { cors: false } });
    for (const uri of ["/playlist.m3u8", "/other"])
      expect(ask(uri, spec).headers).not.toHaveProperty("access-control-allow-origin");
  });

  test("refuses a ladder whose code is larger than CloudFront takes, with the numbers", () => {
    const [rung] = tutorialSpec().channel.ladder;
    if (rung === undefined) throw new Error("no rung");
    const ladder = Array.from({ length: 80 }, (_, index) => ({
      ...rung,
      name: `rung${index}`,
      nameModifier: `_rung${index}`,
    }));
    expect(() => edgeMasterCode(tutorialSpec({ channel: { ladder } }))).toThrow(
      expect.objectContaining({
        code: "EDGE_MASTER_TOO_LARGE",
        message: expect.stringMatching(/80 rungs .* \d{5} bytes; 10240 are allowed/),
      }),
    );
  });
});
