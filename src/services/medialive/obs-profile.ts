import type { ChannelSpec } from "../../config/spec.ts";

/** A file of a profile: its name in the folder, and its text. */
type ProfileFile = { readonly name: string; readonly text: string };

type ObsPush = {
  /** What OBS calls the profile. */
  readonly profile: string;
  readonly server: string;
  readonly streamKey: string;
  readonly channel: ChannelSpec;
};

/** OBS names frame rates; another one is given as a whole number. */
const COMMON_RATES = [10, 20, 24, 25, 30, 48, 50, 60];

/**
 * A profile folder for OBS Studio (Profile, Import): server and key, the picture of the top rung, CBR at twice its bitrate so
 * that MediaLive has something to encode from, and a keyframe every GOP. In advanced output mode, because the simple one has no
 * keyframe interval. OBS takes whole seconds only, so a fraction is rounded up to the next whole GOP multiple.
 */
export function obsProfile({
  profile,
  server,
  streamKey,
  channel,
}: ObsPush): readonly ProfileFile[] {
  const top = channel.ladder.reduce((best, rung) => (rung.height > best.height ? rung : best));
  const height = top.height;
  // Sources are 16:9, whatever the rung's own sample shape.
  const width = 2 * Math.round((height * 16) / 9 / 2);
  const fps = Math.max(...channel.ladder.map((rung) => rung.fps));
  return [
    {
      name: "basic.ini",
      text: ini({
        General: { Name: profile },
        Output: { Mode: "Advanced" },
        AdvOut: {
          Encoder: "obs_x264",
          TrackIndex: "1",
          Track1Bitrate: "192",
          RescaleRes: `${width}x${height}`,
        },
        Video: {
          BaseCX: String(width),
          BaseCY: String(height),
          OutputCX: String(width),
          OutputCY: String(height),
          ...frameRate(fps),
        },
        Audio: { SampleRate: "48000", ChannelSetup: "Stereo" },
      }),
    },
    {
      name: "service.json",
      text: json({ type: "rtmp_custom", settings: { server, key: streamKey, use_auth: false } }),
    },
    {
      name: "streamEncoder.json",
      text: json({
        rate_control: "CBR",
        bitrate: Math.round(2 * top.videoKbps),
        keyint_sec: wholeKeyframeSeconds(channel.gopSeconds),
        preset: "veryfast",
        profile: "high",
        x264opts: "scenecut=0",
      }),
    },
  ];
}

function frameRate(fps: number): Readonly<Record<string, string>> {
  const isCommon = COMMON_RATES.includes(fps);
  if (isCommon) return { FPSType: "0", FPSCommon: String(fps) };
  return Number.isInteger(fps)
    ? { FPSType: "1", FPSInt: String(fps) }
    : { FPSType: "2", FPSNum: String(Math.round(fps * 1001)), FPSDen: "1001" };
}

function wholeKeyframeSeconds(gopSeconds: number): number {
  for (let count = 1; count <= 20; count += 1) {
    const seconds = Math.round(gopSeconds * count * 1000) / 1000;
    if (Number.isInteger(seconds)) return seconds;
  }
  return Math.max(1, Math.round(gopSeconds));
}

function ini(sections: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  return Object.entries(sections)
    .map(([name, values]) =>
      [`[${name}]`, ...Object.entries(values).map(([key, value]) => `${key}=${value}`), ""].join(
        "\n",
      ),
    )
    .join("\n");
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
