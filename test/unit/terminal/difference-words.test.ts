import { expect, test } from "vitest";
import type { Difference } from "../../../src/core/engine/resource.ts";
import { channelDifferences } from "../../../src/services/medialive/channel-drift.ts";
import { buildChannel } from "../../../src/services/medialive/channel-request.ts";
import { sealChannel } from "../../../src/services/medialive/sealed-channel.ts";
import { revealDeep, Secret } from "../../../src/config/secret.ts";
import { differenceWords } from "../../../src/terminal/difference-words.ts";
import { ALL_ROWS, contextOf, tutorialSpec } from "../services/tutorial-context.ts";

const change = (path: string, from: unknown, to: unknown): Difference => ({
  path,
  from,
  to,
  effect: "update",
});
const VIDEO = "EncoderSettings.VideoDescriptions";
const GOP = "CodecSettings.H264Settings.GopSize";

test.each([
  [[change("HeaderValue", "***", "***")], ["player key: another key"]],
  [[change("Name", "a", "b")], ["name: a → b"]],
  [[change("InputSecurityGroups.length", 1, 2)], ["input security groups: 1 → 2"]],
  [[change("Tags.made:by", undefined, "us")], ["tag made:by: (not set) → us"]],
  [[change("MinTTL", 1, 0)], ["min TTL: 1 → 0"]],
  [
    [change(`${VIDEO}[720p30].${GOP}`, 2, 1), change(`${VIDEO}[1080p30].${GOP}`, 2, 1)],
    ["keyframe interval: 2 → 1 (720p30, 1080p30)"],
  ],
  [
    [
      change("EncoderSettings.AudioDescriptions[a].CodecSettings.AacSettings.Bitrate", 128e3, 96e3),
      change(`${VIDEO}[v].CodecSettings.H264Settings.Bitrate`, 3e6, 2e6),
    ],
    ["audio bitrate: 128 kbps → 96 kbps (a)", "bitrate: 3,000 kbps → 2,000 kbps (v)"],
  ],
  [
    [
      change(`${VIDEO}[720p30]`, undefined, "present"),
      change("EncoderSettings.OutputGroups[HD].Outputs[720p30]", undefined, "present"),
    ],
    ["720p30 added (video descriptions, outputs)"],
  ],
  [
    [change("Sources[0].Url", "https://a.example/x", "https://b.example/x")],
    ["address: https://a.example/x → https://b.example/x"],
  ],
])("%j reads %j", (differences, words) => {
  expect(differenceWords(differences)).toEqual(words);
});

test("of the address that a channel writes to, the part that is another is told, and never a key", () => {
  const context = contextOf(tutorialSpec(), ALL_ROWS);
  const body = revealDeep(buildChannel(context, "")) as Parameters<typeof sealChannel>[0];
  const found = (edit: (url: string) => string) => {
    const [destination] = body.Destinations ?? [];
    const Url = edit(destination?.Settings?.[0]?.Url ?? "");
    return sealChannel({ ...body, Destinations: [{ ...destination, Settings: [{ Url }] }] });
  };
  const told = (edit: (url: string) => string, wanted = context): readonly string[] =>
    differenceWords(channelDifferences(wanted, found(edit)));
  const ttl = context.spec.origin.ttlSeconds;
  expect(told((url) => url.replace(/ttl_seconds=\d+/, "ttl_seconds=7"))).toEqual([
    `seconds that a segment is kept: 7 → ${ttl}`,
  ]);
  const { origin } = new URL(context.momentoRestUrl);
  expect(
    told((url) => url.replace(origin, "https://eve:pass@evil.example").replace("playlist", "p")),
  ).toEqual([
    `address: https://evil.example/cache/live-origin/p.m3u8 → ${origin}/cache/live-origin/playlist.m3u8`,
  ]);
  const rotated = { ...context, secrets: { ...context.secrets, encoderKey: Secret.of("other") } };
  expect(told((url) => url, rotated)).toEqual(["address: another key in it"]);
  const odd = channelDifferences(
    rotated,
    found((url) => `${url.replace("https://", "https://eve:pass@")}&ttl=1`),
  );
  expect(JSON.stringify(odd)).not.toMatch(/pass|eyJ|other/);
});
