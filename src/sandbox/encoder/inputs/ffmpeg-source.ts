import type { SandboxClock } from "../../clock.ts";
import type { Source, StartSource } from "../encoder-settings.ts";
import { ffmpegAvailability } from "./ffmpeg.ts";
import { feedPlayout } from "./feeding.ts";
import { alertsOf } from "./input-alerts.ts";
import { openInput } from "./open-input.ts";
import { createPlayout } from "./playout.ts";
import type { RtmpIngest } from "./rtmp/ingest.ts";
import type { RtpIngest } from "./rtp-ingest.ts";

type FfmpegSourceDependencies = {
  /** A path, `"none"`, or undefined to look in PATH. */
  readonly ffmpegPath?: string | undefined;
  readonly rtmp: RtmpIngest;
  readonly rtp: RtpIngest;
  readonly clock: SandboxClock;
  /** Ports of the sandbox on loopback that may be read. */
  readonly isOwnPort?: ((port: number) => boolean) | undefined;
  /** The file behind an address of the sandbox's own. */
  readonly ownFile?: ((url: string) => string | undefined) | undefined;
  /** x264's preset; default superfast, which leaves a laptop room for a browser. */
  readonly preset?: string | undefined;
  /** One line for the sandbox's log, without secrets. */
  readonly note?: ((text: string) => void) | undefined;
};

/**
 * A source that encodes the real input with ffmpeg. It runs until it is stopped, whatever the input does: a lost input is
 * followed by slate or by nothing, as InputLossAction says. Until the input has been decoded for the first time nothing is sent;
 * without ffmpeg it never is.
 * Starting rejects with PortInUse when a push input's port is taken.
 */
export function startFfmpegSource(deps: FfmpegSourceDependencies): StartSource {
  return async (settings, emit, alert): Promise<Source> => {
    const stop = new AbortController();
    const stopping = stop.signal;
    const { clock } = deps;
    const note = deps.note ?? ((): void => {});
    const playout = createPlayout({ settings, emit, clock, stopping });
    const ffmpeg = await ffmpegAvailability(deps.ffmpegPath);
    if (!ffmpeg.available) {
      const says = `this machine cannot decode it: ${ffmpeg.message}. Install it: ${ffmpeg.hint}`;
      for (const [type, message] of alertsOf({ lacks: "read", says }, false)) alert(type, message);
      return {
        stop: () => {
          stop.abort();
          return Promise.resolve();
        },
      };
    }
    const opened = await openInput(settings.input, { ...deps, ffmpegPath: ffmpeg.path });
    const fed = feedPlayout({
      settings,
      playout,
      opened,
      clock,
      alert,
      note,
      stopping,
      ffmpegPath: ffmpeg.path,
      preset: deps.preset ?? "superfast",
    });
    let stopped: Promise<void> | undefined;
    return {
      stop: () => {
        stop.abort();
        stopped ??= fed.then(() => opened.close());
        return stopped;
      },
    };
  };
}
