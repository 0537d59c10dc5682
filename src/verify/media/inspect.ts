import { readAudioCodec, readVideo, type Video } from "./elementary.ts";
import { firstBadSync, PACKET_BYTES, packets } from "./packets.ts";
import { readProgram, type Program } from "./program.ts";

/** What is inside a segment. */
type Inspection = {
  readonly bytes: number;
  readonly packets: number;
  /** Offset where the packets are out of step; what follows is then empty. */
  readonly badSyncAt: number | undefined;
  readonly program: Program;
  readonly video: Video | undefined;
  readonly audioCodec: string | undefined;
};

/** Looks inside an MPEG transport stream segment with H.264 and AAC. Never throws; says what it did not find. */
export function inspectSegment(body: Buffer): Inspection {
  const badSyncAt = body.length === 0 ? 0 : firstBadSync(body);
  const whole = badSyncAt === undefined ? [...packets(body)] : [];
  const program = readProgram(whole);
  const { videoPid, audioPid } = program;
  return {
    bytes: body.length,
    packets: Math.floor(body.length / PACKET_BYTES),
    badSyncAt,
    program,
    video: videoPid === undefined ? undefined : readVideo(whole, videoPid),
    audioCodec: audioPid === undefined ? undefined : readAudioCodec(whole, audioPid),
  };
}
