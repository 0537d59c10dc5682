import type { InputOrder } from "../order.ts";
import { pullArguments, pullSecrets } from "./pull-arguments.ts";
import type { Sender } from "./push-feed.ts";
import type { RtmpIngest } from "./rtmp/ingest.ts";
import type { RtpIngest } from "./rtp-ingest.ts";

/** An opened input: how ffmpeg is to read it, and for pushes, when there is somebody to read from. */
export type Intake = {
  readonly inputArguments: readonly string[];
  /** Texts that must not appear in an alert. */
  readonly secrets: readonly string[];
  /** Waits for a sender; undefined where ffmpeg dials out or opens a file. */
  readonly sender?: (signal: AbortSignal) => Promise<Sender>;
  /** The input has an end of its own: a file that is not looped. */
  readonly endsForGood: boolean;
  close(): Promise<void>;
};

export type IntakeDependencies = {
  readonly rtmp: RtmpIngest;
  readonly rtp: RtpIngest;
};

/** Opens the input of an order. Rejects with PortInUse when a push input's port is taken. */
export async function openIntake(input: InputOrder, deps: IntakeDependencies): Promise<Intake> {
  switch (input.type) {
    case "RTMP_PUSH":
      return await deps.rtmp.open(input);
    case "RTP_PUSH":
      return await deps.rtp.open(input);
    case "MP4_FILE":
    case "URL_PULL":
    case "SRT_CALLER":
      return {
        inputArguments: pullArguments(input),
        secrets: pullSecrets(input),
        endsForGood: input.type === "MP4_FILE" && !input.loop,
        close: () => Promise.resolve(),
      };
  }
}
