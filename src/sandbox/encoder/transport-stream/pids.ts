/**
 * PIDs that sources of this encoder use; the packager maps them to those of the output. MediaLive console defaults: PMT
 * 480, video and PCR 481, audio from 492.
 */
export const SOURCE_PIDS = { pmt: 480, video: 481, audio: 492 } as const;
