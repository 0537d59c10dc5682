import { readAudio, readHevc, readOther, readVideo, type Audio, type Video } from "./elementary.ts";
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
  readonly audio: Audio | undefined;
  /** Of AAC; undefined without. */
  readonly audioCodec: string | undefined;
};

/** Looks inside an MPEG transport stream segment. Never throws; says what it did not find. */
export function inspectSegment(body: Buffer): Inspection {
  const badSyncAt = body.length === 0 ? 0 : firstBadSync(body);
  const whole = badSyncAt === undefined ? [...packets(body)] : [];
  const program = readProgram(whole);
  const { videoPid, videoFamily, audioPid } = program;
  const readPictures =
    videoFamily === "hvc1" ? readHevc : videoFamily === "avc1" ? readVideo : readOther;
  const audio = audioPid === undefined ? undefined : readAudio(whole, audioPid);
  return {
    bytes: body.length,
    packets: Math.floor(body.length / PACKET_BYTES),
    badSyncAt,
    program,
    video: videoPid === undefined ? undefined : readPictures(whole, videoPid),
    audio,
    audioCodec: audio?.codec,
  };
}
