import type { InputSettings } from "../encoder-settings.ts";
import { examineAddress } from "./examine-address.ts";
import { startPullProxy } from "./pull-proxy.ts";
import { pullArguments, pullSecrets } from "./pull-arguments.ts";
import type { OpenedInput } from "./opened-input.ts";
import type { RtmpIngest } from "./rtmp/ingest.ts";
import type { RtpIngest } from "./rtp-ingest.ts";

type OpenInputDependencies = {
  readonly rtmp: RtmpIngest;
  readonly rtp: RtpIngest;
  readonly ffmpegPath: string;
  readonly isOwnPort?: ((port: number) => boolean) | undefined;
  readonly ownFile?: ((url: string) => string | undefined) | undefined;
};

/** Opens the input of a channel. Rejects with PortInUse when a push input's port is taken. */
export async function openInput(
  input: InputSettings,
  deps: OpenInputDependencies,
): Promise<OpenedInput> {
  switch (input.type) {
    case "RTMP_PUSH":
      return await deps.rtmp.open(input);
    case "RTP_PUSH":
      return await deps.rtp.open(input);
    case "MP4_FILE":
    case "URL_PULL":
    case "SRT_CALLER": {
      const proxy = await startPullProxy(deps.isOwnPort ?? (() => false));
      return {
        ...pullArguments(input, deps.ownFile),
        secrets: pullSecrets(input),
        endsForGood: input.type === "MP4_FILE" && !input.loop,
        pullProxy: proxy.url,
        examine: (seen) => {
          if (input.type === "SRT_CALLER") return Promise.resolve(seen);
          const why = proxy.failure();
          const found = why === undefined ? seen : ({ lacks: "access", says: why } as const);
          const isPlaylist = input.type === "URL_PULL";
          return found.lacks === "read" || (isPlaylist && found.lacks === "access")
            ? examineAddress(found, {
                url: input.url,
                path: deps.ownFile?.(input.url),
                isPlaylist,
                ffmpegPath: deps.ffmpegPath,
                pullProxy: proxy.url,
              })
            : Promise.resolve(found);
        },
        close: () => proxy.close(),
      };
    }
  }
}
