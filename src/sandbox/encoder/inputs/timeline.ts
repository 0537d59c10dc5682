import type { EncoderSettings, Gop, RungSettings } from "../encoder-settings.ts";
import { multiplex, videoUnit } from "../test-pattern/multiplex.ts";
import { type AccessUnit, AUDIO_FRAMES_PER_PES, STREAM_ID } from "../transport-stream/pes.ts";
import { SOURCE_PIDS } from "../transport-stream/pids.ts";
import { type AudioGrid, createAudioGrid } from "./audio-grid.ts";
import type { RungGop } from "./rung-aligner.ts";
import type { Sound } from "./ts-cutter.ts";

/** The channel's one clock: sources come and go on it, and players see no seam. */
export type Timeline = {
  /** The GOP with its keyframe where its rung's last GOP ended, its pictures and its audio on the grid of the run. */
  append(gop: RungGop): Gop;
  /** 90 kHz ticks at which the rung's next GOP begins. */
  endTicks(rung: number): number;
};

type Track = {
  readonly rung: RungSettings;
  readonly audio: AudioGrid | undefined;
  endTicks: number;
};

/** A timeline for all rungs of `settings` that begins at `startTicks`. Continuity counters are left to the packager. */
export function createTimeline(settings: EncoderSettings, startTicks: number): Timeline {
  const tracks = settings.rungs.map((rung): Track => ({
    rung,
    audio: rung.audioBitrate > 0 ? createAudioGrid(startTicks, rung.sampleRate) : undefined,
    endTicks: startTicks,
  }));
  const trackOf = (rung: number): Track => {
    const track = tracks[rung];
    if (track === undefined) throw new RangeError(`there is no rung ${rung}`);
    return track;
  };
  return {
    endTicks: (rung) => trackOf(rung).endTicks,
    append(gop) {
      const track = trackOf(gop.rung);
      const startsAt = track.endTicks;
      const shiftTicks = startsAt - gop.startTicks;
      track.endTicks += gop.durationTicks;
      const video = gop.pictures.map(({ data, ptsTicks }, index) =>
        videoUnit(data, ptsTicks + shiftTicks, index === 0),
      );
      const sounds = track.audio?.fill(gop.sounds, shiftTicks, track.endTicks) ?? [];
      return {
        rung: gop.rung,
        packets: multiplex(track.rung, video, audioUnits(sounds)),
        startTicks: startsAt,
        durationTicks: gop.durationTicks,
        discontinuity: false,
      };
    },
  };
}

function audioUnits(sounds: readonly Sound[]): AccessUnit[] {
  const units: AccessUnit[] = [];
  for (let at = 0; at < sounds.length; at += AUDIO_FRAMES_PER_PES) {
    const group = sounds.slice(at, at + AUDIO_FRAMES_PER_PES);
    units.push({
      pid: SOURCE_PIDS.audio,
      streamId: STREAM_ID.audio,
      ticks: group[0]?.ptsTicks ?? 0,
      data: Buffer.concat(group.map((sound) => sound.frame)),
    });
  }
  return units;
}
