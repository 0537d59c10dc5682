import type { PushFeed } from "../push-feed.ts";
import { flvHeader, flvTag, isKeyframe, isSequenceHeader } from "./flv.ts";
import { MESSAGE, type RtmpMessage } from "./message.ts";

/** What arrives from one publisher, from its first message to its last. */
export type Publisher = {
  /** An audio, video or data message. */
  media(message: RtmpMessage): void;
  leave(reason: string): void;
};

/**
 * Passes a publisher's messages on as FLV. An encoder can start at every keyframe: it gets the decoder configurations first,
 * which the publisher sends only once.
 */
export function createPublisher(feed: PushFeed): Publisher {
  let metadata: RtmpMessage | undefined;
  let videoHeader: RtmpMessage | undefined;
  let audioHeader: RtmpMessage | undefined;
  let heardAudio = false;

  const entryAt = (timestampMs: number) => (): Buffer => {
    const known = [metadata, videoHeader, audioHeader].filter((message) => message !== undefined);
    const tags = known.map((message) => flvTag({ ...message, timestampMs }));
    return Buffer.concat([flvHeader(heardAudio), ...tags]);
  };

  return {
    media(message) {
      if (message.body.length === 0) return;
      if (message.type === MESSAGE.data) metadata = message;
      if (message.type === MESSAGE.audio) heardAudio = true;
      if (isSequenceHeader(message)) {
        if (message.type === MESSAGE.video) videoHeader = message;
        else audioHeader = message;
      }
      const startable = videoHeader !== undefined && isKeyframe(message);
      feed.offer(flvTag(message), startable ? entryAt(message.timestampMs) : undefined);
    },
    leave: (reason) => feed.leave(reason),
  };
}
