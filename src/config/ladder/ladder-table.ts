import type { Draft } from "../resolve/draft.ts";
import { segmentBytes, segmentSizeText, shareOfLimit } from "./segment-size.ts";
import { segmentQuestions } from "../rules/size-rules.ts";

/** One rung as people choose between ladders. */
export type LadderRow = {
  readonly name: string;
  /** `640x480`. */
  readonly resolution: string;
  /** `16:9` for the tutorial's 640x480 with 4:3 pixels. */
  readonly shownAs: string;
  readonly fps: number;
  readonly videoKbps: number;
  readonly audioKbps: number;
  readonly segmentBytes: number;
  /** Share of the segment limit, for a bar: 1 and above is refused. */
  readonly share: number;
  /** `6.60 Mb = 0.83 MB of 10 MB`. */
  readonly sizeText: string;
};

/** The rows of a ladder's table, in its order, with the sizes that the size rule judges. */
export function ladderTable(channel: Draft["channel"]): readonly LadderRow[] {
  const questions = segmentQuestions(channel);
  return channel.ladder.flatMap((rung, index) => {
    const question = questions[index];
    if (question === undefined) return [];
    const [across, down] = rung.pixelAspect;
    return [
      {
        name: rung.name,
        resolution: `${rung.width}x${rung.height}`,
        shownAs: ratioText(rung.width * across, rung.height * down),
        fps: rung.fps,
        videoKbps: rung.videoKbps,
        audioKbps: rung.audioKbps,
        segmentBytes: Math.ceil(segmentBytes(question)),
        share: shareOfLimit(question, channel.sizeRule),
        sizeText: segmentSizeText(question),
      },
    ];
  });
}

const COMMON_RATIOS: readonly (readonly [number, number])[] = [
  [16, 9],
  [4, 3],
  [9, 16],
  [1, 1],
];

// 854x480 is 16:9 to everybody, although its exact ratio is 427:240.
function ratioText(width: number, height: number): string {
  const common = COMMON_RATIOS.find(
    ([across, down]) => Math.abs((width * down) / (height * across) - 1) < 0.01,
  );
  if (common !== undefined) return common.join(":");
  const divisor = greatestDivisor(width, height);
  return `${width / divisor}:${height / divisor}`;
}

function greatestDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestDivisor(right, left % right);
}
