import { build } from "esbuild";

const SECONDS = 60;
const PARTS = `
export { renderGop } from "./src/sandbox/encoder/test-pattern/render-gop.ts";
export { testPictures } from "./src/sandbox/encoder/test-pattern/picture-source.ts";
export { nominalBytes, padWithNullPackets } from "./src/sandbox/encoder/packaging/null-padding.ts";
export { createRestamper } from "./src/sandbox/encoder/packaging/restamp.ts";
`;
const rung = (name, width, height, videoBitrate, audioBitrate) => ({
  name,
  width,
  height,
  fps: { numerator: 30, denominator: 1 },
  pixelAspect: { numerator: 4, denominator: 3 },
  profile: "MAIN",
  rateControl: "CBR",
  videoBitrate,
  maxVideoBitrate: videoBitrate,
  audioBitrate,
  sampleRate: 48_000,
});
/** The tutorial's ladder. */
const RUNGS = [
  rung("480p30", 640, 480, 1_500_000, 128_000),
  rung("240p30", 320, 240, 750_000, 128_000),
  rung("720p30", 960, 720, 2_500_000, 192_000),
];
const STREAM = {
  transportStreamId: 1,
  programNumber: 1,
  pmtPid: 480,
  pcrPid: 481,
  videoPid: 481,
  audioPid: 492,
};

/** How many seconds of the tutorial's ladder the test pattern's encoder makes in a second of CPU. */
export async function benchEncoder() {
  const { renderGop, testPictures, createRestamper, nominalBytes, padWithNullPackets } =
    await sandboxParts();
  const settings = { rungs: RUNGS, gopFrames: 60, segmentLengthSeconds: 2 };
  const sources = RUNGS.map((each) => [testPictures(each), createRestamper(STREAM, true)]);
  let bytes = 0;
  const encode = (from, to) => {
    for (let sequence = from; sequence < to; sequence += 1)
      for (const [index, each] of RUNGS.entries()) {
        const [pictures, restamper] = sources[index];
        const gop = renderGop({
          settings,
          rungIndex: index,
          rung: each,
          pictures,
          startMs: 0,
          sequence,
        });
        const nominal = nominalBytes(each.videoBitrate + each.audioBitrate, gop.durationTicks);
        bytes += padWithNullPackets(restamper.restamp(gop.packets), nominal).length;
      }
  };
  encode(0, 5);
  bytes = 0;
  const before = process.cpuUsage();
  encode(5, 5 + SECONDS / 2);
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  return [
    [
      "test pattern, media : CPU seconds",
      `${(SECONDS / cpuSeconds).toFixed(0)} ×`,
      `three rungs, ${(bytes / SECONDS / 1e6).toFixed(2)} MB a second of media, ${((100 * cpuSeconds) / SECONDS).toFixed(1)} % of a core`,
    ],
  ];
}

async function sandboxParts() {
  const { outputFiles } = await build({
    stdin: { contents: PARTS, resolveDir: ".", loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const source = Buffer.from(outputFiles[0].contents).toString("base64");
  return import(`data:text/javascript;base64,${source}`);
}
