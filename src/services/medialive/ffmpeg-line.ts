import { shellText } from "../../config/text/shell-text.ts";
import type { ChannelSpec } from "../../config/spec.ts";

/**
 * A command to paste: ffmpeg sends moving bars and a tone in real time to `address` in `format`, at the ladder's top frame
 * rate, with a keyframe every GOP and twice the top rung's bitrate.
 */
export function testPatternCommand(channel: ChannelSpec, format: string, address: string): string {
  const fps = Math.max(...channel.ladder.map((rung) => rung.fps));
  const height = Math.max(...channel.ladder.map((rung) => rung.height));
  const kbps = Math.round(2 * Math.max(...channel.ladder.map((rung) => rung.videoKbps)));
  // Sources are 16:9, whatever the rungs' own sample shape.
  const width = 2 * Math.round((height * 16) / 9 / 2);
  const options = [
    "-re",
    `-f lavfi -i testsrc2=size=${width}x${height}:rate=${fps}`,
    "-f lavfi -i sine=frequency=440:sample_rate=48000",
    `-c:v libx264 -preset veryfast -pix_fmt yuv420p -b:v ${kbps}k -g ${Math.round(fps * channel.gopSeconds)}`,
    "-c:a aac -b:a 192k",
    `-f ${format}`,
  ].flatMap((words) => words.split(" "));
  return shellText(["ffmpeg", ...options, address], "any");
}
