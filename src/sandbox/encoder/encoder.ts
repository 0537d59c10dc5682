import type { World } from "../world.ts";
import type { HlsSettings } from "./hls-settings.ts";
import type { EncoderJob, RunningEncoder } from "./job.ts";

import type { Gop, Source, StartSource } from "./encoder-settings.ts";
import { resolveDates } from "./packaging/identifiers.ts";
import { createRestamper } from "./packaging/restamp.ts";
import { createSegmenter } from "./packaging/segmenter.ts";
import { readHlsSettings } from "./reading/read-hls.ts";
import { readEncoderSettings } from "./reading/read-encoder-settings.ts";
import { startDelivery } from "./upload/delivery.ts";
import { createUploader } from "./upload/uploader.ts";

type EncoderOptions = {
  readonly startSource: StartSource;
  /** PEM certificate that HTTPS destinations may have been signed with, besides the public ones. */
  readonly ca?: string | undefined;
};

export type Encoders = {
  /**
   * Starts encoding, packaging and uploading. Throws RefusedSettings for a channel that this encoder cannot run, and what
   * the source throws when it cannot start.
   */
  startEncoder(job: EncoderJob): Promise<RunningEncoder>;
  /** Stops all that still run. */
  close(): Promise<void>;
};

/** The encoders of one sandbox, one for each running channel. */
export function createEncoders(world: World, { startSource, ca }: EncoderOptions): Encoders {
  const running = new Set<RunningEncoder>();
  return {
    startEncoder: async (job) => {
      const encoder = await startOne({ world, startSource, ca, job });
      const tracked: RunningEncoder = {
        stop: async () => {
          running.delete(tracked);
          await encoder.stop();
        },
      };
      running.add(tracked);
      return tracked;
    },
    close: async () => {
      await Promise.all([...running].map((encoder) => encoder.stop()));
    },
  };
}

/**
 * Directories of the destination may contain the date and time of the start (MediaLive user guide, "Rules for using
 * variable data").
 */
function withDatedDirectory(hls: HlsSettings, startMs: number): HlsSettings {
  const directory = resolveDates(hls.destination.directory, startMs);
  return { ...hls, destination: { ...hls.destination, directory } };
}

async function startOne({
  world: { clock, readings = {} },
  startSource,
  ca,
  job,
}: {
  readonly world: World;
  readonly startSource: StartSource;
  readonly ca: string | undefined;
  readonly job: EncoderJob;
}): Promise<RunningEncoder> {
  const settings = readEncoderSettings(job, readings);
  const hls = withDatedDirectory(readHlsSettings(job, readings), clock.now());
  const uploader = createUploader({
    clock,
    destination: hls.destination,
    settings: hls.upload,
    ca,
  });
  const alert = (type: string, message: string | undefined): void => job.alert(type, message);
  const delivery = startDelivery({ clock, uploader, settings, hls, alert });
  const segmenters = settings.rungs.map((rung, index) => {
    const stream = hls.outputs[index]?.stream;
    if (stream === undefined) throw new RangeError(`Output ${rung.name} has no stream`);
    const restamper = createRestamper(stream, rung.audioBitrate > 0);
    return createSegmenter(settings.segmentLengthSeconds, restamper, () => clock.now());
  });
  const finish = async (): Promise<void> => {
    await delivery.stop();
    uploader.close();
  };
  const emit = (gop: Gop): void => {
    for (const segment of segmenters[gop.rung]?.push(gop) ?? []) delivery.add(gop.rung, segment);
  };
  let source: Source;
  try {
    source = await startSource(settings, emit, alert);
  } catch (error) {
    await finish();
    throw error;
  }
  return {
    stop: async () => {
      await source.stop();
      await finish();
    },
  };
}
