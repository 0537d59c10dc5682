import type { PushFeed } from "../push-feed.ts";
import type { SentCodecs } from "../sent-codecs.ts";
import { codecOf, ACCEPTED } from "./codecs.ts";
import { flvHeader, flvTag, isKeyframe, isSequenceHeader } from "./flv.ts";
import { MESSAGE, type RtmpMessage } from "./message.ts";

/** What arrives from one publisher, from its first message to its last. */
export type Publisher = {
  /** An audio, video or data message. */
  media(message: RtmpMessage): void;
  leave(reason: string): void;
};

export type WatchedPublisher = Publisher & {
  /** What it sends. */
  sentCodecs(): SentCodecs;
};

/**
 * Passes a publisher's messages on as FLV. An encoder can start at every keyframe: it gets the decoder configurations first,
 * which the publisher sends only once. Codecs that MediaLive does not take over RTMP are seen, and go no further.
 */
export function createPublisher(feed: PushFeed): WatchedPublisher {
  let metadata: RtmpMessage | undefined;
  let videoHeader: RtmpMessage | undefined;
  let audioHeader: RtmpMessage | undefined;
  let heardAudio = false;
  let video: string | undefined;
  let audio: string | undefined;

  const entryAt = (timestampMs: number) => (): Buffer => {
    const known = [metadata, videoHeader, audioHeader].filter((message) => message !== undefined);
    const tags = known.map((message) => flvTag({ ...message, timestampMs }));
    return Buffer.concat([flvHeader(heardAudio), ...tags]);
  };
  /** False for media that go no further. */
  const see = (message: RtmpMessage): boolean => {
    if (message.type === MESSAGE.video) {
      video = codecOf(message);
      return video === ACCEPTED.video;
    }
    if (message.type !== MESSAGE.audio) return true;
    audio = codecOf(message);
    heardAudio ||= audio === ACCEPTED.audio;
    return audio === ACCEPTED.audio;
  };

  return {
    sentCodecs: () => ({ video, audio }),
    media(message) {
      if (message.body.length === 0 || !see(message)) return;
      if (message.type === MESSAGE.data) metadata = message;
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
