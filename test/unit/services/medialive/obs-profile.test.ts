import { describe, expect, test } from "vitest";
import { obsProfile } from "../../../../src/services/medialive/obs-profile.ts";
import { resolveSpec } from "../../../../src/config/resolve/resolve.ts";

function profileOf(channel: object): Readonly<Record<string, string>> {
  const resolution = resolveSpec({
    flags: {},
    env: {},
    file: {
      region: "us-west-2",
      channel: { input: { type: "rtmp-push", cidrs: ["203.0.113.7/32"] }, ...channel },
    },
    parts: ["channel"],
  });
  if (!resolution.ok) throw new Error("not a Spec");
  const files = obsProfile({
    profile: "show",
    server: "rtmp://203.0.113.9:1935/show",
    streamKey: "live",
    channel: resolution.spec.channel,
  });
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

describe("the profile for OBS", () => {
  test("has the three files that OBS imports, with server, key and the tutorial's picture", () => {
    const files = profileOf({});
    expect(Object.keys(files)).toEqual(["basic.ini", "service.json", "streamEncoder.json"]);
    expect(files["basic.ini"]).toMatchInlineSnapshot(`
      "[General]
      Name=show

      [Output]
      Mode=Advanced

      [AdvOut]
      Encoder=obs_x264
      TrackIndex=1
      Track1Bitrate=192
      RescaleRes=1280x720

      [Video]
      BaseCX=1280
      BaseCY=720
      OutputCX=1280
      OutputCY=720
      FPSType=0
      FPSCommon=30

      [Audio]
      SampleRate=48000
      ChannelSetup=Stereo
      "
    `);
    expect(JSON.parse(files["service.json"] ?? "")).toEqual({
      type: "rtmp_custom",
      settings: { server: "rtmp://203.0.113.9:1935/show", key: "live", use_auth: false },
    });
    expect(JSON.parse(files["streamEncoder.json"] ?? "")).toMatchObject({
      rate_control: "CBR",
      bitrate: 5000,
      keyint_sec: 2,
    });
  });

  test.each([
    [{ segmentSeconds: 1 }, 1],
    [{ segmentSeconds: 2, gopSeconds: 0.5 }, 1],
    [{ segmentSeconds: 4, gopSeconds: 4 }, 4],
  ])("has a keyframe where a segment of %j can begin", (channel, seconds) => {
    const text = profileOf(channel)["streamEncoder.json"] ?? "";
    expect(JSON.parse(text)).toMatchObject({ keyint_sec: seconds });
  });

  test("follows the top rung of a ladder of one's own, at any frame rate", () => {
    const rung = { width: 1920, height: 1080, videoKbps: 6000, audioKbps: 128 };
    const at = (fps: number) => profileOf({ ladder: [{ ...rung, name: "top", fps }] })["basic.ini"];
    expect(at(50)).toContain("OutputCX=1920\nOutputCY=1080\nFPSType=0\nFPSCommon=50");
    expect(at(15)).toContain("FPSType=1\nFPSInt=15");
    expect(at(29.97)).toContain("FPSType=2\nFPSNum=30000\nFPSDen=1001");
  });
});
