import { describe, expect, test } from "vitest";
import {
  buildChannel,
  buildUpdateChannel,
} from "../../../../src/services/medialive/channel-request.ts";
import {
  buildCreateInput,
  buildUpdateInput,
  type OwnInput,
} from "../../../../src/services/medialive/input-request.ts";
import {
  buildCreateInputSecurityGroup,
  buildUpdateInputSecurityGroup,
} from "../../../../src/services/medialive/security-group-request.ts";
import { revealDeep } from "../../../../src/config/secret.ts";
import type { ChannelSpec } from "../../../../src/config/spec.ts";
import { modelProblems } from "../aws-model.ts";
import { expectGolden } from "../golden.ts";
import { ALL_ROWS, contextOf, shown, tutorialSpec } from "../tutorial-context.ts";

const TOKEN = "11111111-2222-4333-8444-555555555555";
const problems = (operation: string, input: unknown): readonly string[] =>
  modelProblems({ service: "medialive", operation, input });

const INPUTS: readonly OwnInput[] = [
  { type: "rtmp-push", cidrs: ["203.0.113.0/24"], streamName: "live/stream" },
  { type: "rtp-push", cidrs: ["203.0.113.0/24"] },
  { type: "srt-caller", address: "198.51.100.7", port: 9000, streamId: "cam1", latencyMs: 1000 },
  { type: "hls-pull", url: "https://example.com/live.m3u8" },
  { type: "mp4-file", url: "https://example.com/loop.mp4" },
];

describe("input security group", () => {
  test("lists the CIDRs of a push input and carries the stack's tags", () => {
    const request = buildCreateInputSecurityGroup(contextOf(tutorialSpec()));
    expect(problems("CreateInputSecurityGroup", request)).toEqual([]);
    expectGolden("create-input-security-group", request);
  });

  test("is updated under its own id", () => {
    const request = buildUpdateInputSecurityGroup(contextOf(tutorialSpec(), ALL_ROWS));
    expect(problems("UpdateInputSecurityGroup", request)).toEqual([]);
    expect(request.InputSecurityGroupId).toBe("1111111");
  });
});

describe("input", () => {
  test.each(INPUTS)("of type $type is what the service needs for it", (input) => {
    const context = contextOf(tutorialSpec({ channel: { input } }), ALL_ROWS);
    const request = buildCreateInput(context, input, TOKEN);
    expect(problems("CreateInput", request)).toEqual([]);
    expect(problems("UpdateInput", buildUpdateInput(context, input))).toEqual([]);
    expectGolden(`create-input-${input.type}`, request);
  });

  test("names the security group by a placeholder before it exists", () => {
    const [rtmp] = INPUTS;
    if (rtmp === undefined) throw new Error("no input");
    const request = buildCreateInput(contextOf(tutorialSpec()), rtmp, TOKEN);
    expect(request.InputSecurityGroups).toEqual(["<inputSecurityGroup>"]);
  });
});

describe("channel", () => {
  test("has every setting of the tutorial's screens", () => {
    const request = buildChannel(contextOf(tutorialSpec(), ALL_ROWS), TOKEN);
    expect(problems("CreateChannel", request)).toEqual([]);
    expectGolden("create-channel-tutorial", request);
  });

  test("with the key in the Parameter Store uses the Akamai settings and no token", () => {
    const spec = tutorialSpec({
      channel: {
        encoderAuth: "parameter-store",
        input: { type: "mp4-file", url: "https://example.com/loop.mp4" },
      },
    });
    const request = buildChannel(contextOf(spec, ALL_ROWS), TOKEN);
    expect(problems("CreateChannel", request)).toEqual([]);
    expectGolden("create-channel-parameter-store", request);
  });

  test("writes to the tutorial's destination URL, the key percent-encoded", () => {
    const sent = revealDeep(buildChannel(contextOf(tutorialSpec()), TOKEN).Destinations);
    expect(sent).toEqual([
      {
        Id: "momento",
        Settings: [
          {
            Url: "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com/cache/live-origin/playlist.m3u8?token=eyJlbmNvZGVyIn0%2B%2F%3D&ttl_seconds=3600&role=origin",
          },
        ],
      },
    ]);
  });

  test("shows no key when it is printed", () => {
    expect(shown(buildChannel(contextOf(tutorialSpec()), TOKEN))).not.toContain("eyJ");
  });

  test("is updated with everything that can change, the role always included", () => {
    const request = buildUpdateChannel(contextOf(tutorialSpec(), ALL_ROWS));
    expect(problems("UpdateChannel", request)).toEqual([]);
    expect(request.RoleArn).toMatch(/^arn:aws:iam::/);
    expectGolden("update-channel-tutorial", request);
  });

  test("refers to what does not exist yet by placeholders, and to the role by the ARN it will get", () => {
    const request = buildChannel(contextOf(tutorialSpec()), TOKEN);
    expect(request.InputAttachments?.[0]?.InputId).toBe("<input>");
    expect(request.RoleArn).toBe(
      "arn:aws:iam::123456789012:role/live-origin-live-origin-us-west-2-01234567",
    );
  });

  test("attaches an input by its id and leaves its end behavior to its owner", () => {
    const spec = tutorialSpec({ channel: { input: { type: "existing", id: "7654321" } } });
    const [attachment] = buildChannel(contextOf(spec), TOKEN).InputAttachments ?? [];
    expect(attachment?.InputId).toBe("7654321");
    expect(attachment?.InputSettings?.SourceEndBehavior).toBeUndefined();
  });

  const rates: readonly (readonly [ChannelSpec["rateControl"], object])[] = [
    ["CBR", { Bitrate: 1_500_000 }],
    ["VBR", { Bitrate: 1_500_000, MaxBitrate: 2_250_000, BufSize: 4_500_000, BufFillPct: 90 }],
    ["QVBR", { Bitrate: 2_250_000, MaxBitrate: 2_250_000 }],
  ];
  test.each(rates)("with %s sends the bitrates that mode needs", (rateControl, expected) => {
    const request = buildChannel(contextOf(tutorialSpec({ channel: { rateControl } })), TOKEN);
    expect(problems("CreateChannel", request)).toEqual([]);
    const h264 = request.EncoderSettings?.VideoDescriptions?.[0]?.CodecSettings?.H264Settings;
    expect(h264).toMatchObject({ RateControlMode: rateControl, ...expected });
  });

  test("with 2.5 s segments asks for whole seconds and a GOP of 2.5", () => {
    const spec = tutorialSpec({ channel: { segmentSeconds: 2.5, gopSeconds: 2.5 } });
    const settings = buildChannel(contextOf(spec), TOKEN).EncoderSettings;
    const group = settings?.OutputGroups?.[0]?.OutputGroupSettings?.HlsGroupSettings;
    expect(group?.SegmentLength).toBe(2);
    expect(settings?.VideoDescriptions?.[0]?.CodecSettings?.H264Settings?.GopSize).toBe(2.5);
  });

  test("with plain segment names has no segment modifier", () => {
    const spec = tutorialSpec({ channel: { segmentNames: "tutorial" } });
    expect(shown(buildChannel(contextOf(spec), TOKEN))).not.toContain("SegmentModifier");
  });

  test("uses every encode in an output, because an unused one is refused", () => {
    const settings = buildChannel(contextOf(tutorialSpec()), TOKEN).EncoderSettings;
    const outputs = settings?.OutputGroups?.[0]?.Outputs ?? [];
    const names = (list: readonly { readonly Name: unknown }[] | undefined): unknown[] =>
      (list ?? []).map(({ Name }) => Name);
    expect(outputs.map(({ VideoDescriptionName }) => VideoDescriptionName)).toEqual(
      names(settings?.VideoDescriptions),
    );
    expect(outputs.flatMap(({ AudioDescriptionNames }) => AudioDescriptionNames)).toEqual(
      names(settings?.AudioDescriptions),
    );
  });

  test("is sized for the ladder: UHD above 1080 lines, more bits for richer rungs", () => {
    const [rung] = tutorialSpec().channel.ladder;
    if (rung === undefined) throw new Error("no rung");
    const ladder = [{ ...rung, width: 3840, height: 2160, videoKbps: 15_000 }];
    const sized = buildChannel(contextOf(tutorialSpec({ channel: { ladder } })), TOKEN);
    expect(sized.InputSpecification).toEqual({
      Codec: "AVC",
      Resolution: "UHD",
      MaximumBitrate: "MAX_50_MBPS",
    });
  });
});
