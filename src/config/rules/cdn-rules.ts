import type { Draft } from "../resolve/draft.ts";
import { secondsText } from "../text/figures.ts";
import type { Finding, Rule } from "./rule.ts";
import { segmentTimes } from "./segment-rules.ts";

function judgePlaylistCache({ channel, cdn }: Draft): readonly Finding[] {
  const { effectiveMs } = segmentTimes(channel);
  if (cdn.playlistCacheSeconds * 1000 < effectiveMs) return [];
  const longest = Math.ceil(effectiveMs / 1000) - 1;
  return [
    {
      level: "problem",
      path: "cdn.playlistCacheSeconds",
      code: "PLAYLIST_CACHED_TOO_LONG",
      message: `the edge would keep playlists for ${cdn.playlistCacheSeconds} s and a new segment comes every ${secondsText(effectiveMs)}: players would miss segments`,
      hint: `Use --playlist-cache-seconds ${longest}${longest > 0 ? " or less" : ""}.`,
    },
  ];
}

function judgeMaster({ channel, cdn }: Draft): readonly Finding[] {
  return channel.encoderAuth === "url-token" && cdn.masterPlaylist === "origin"
    ? [
        {
          level: "warning",
          path: "cdn.masterPlaylist",
          code: "MASTER_LEAKS_KEY",
          message:
            "the master playlist that MediaLive writes holds the encoder's read-write key, and every viewer would get it; it takes --accept-key-leak, --master-playlist edge avoids it",
        },
      ]
    : [];
}

/** How the edge goes with the channel. */
export const CDN_RULES: readonly Rule[] = [
  {
    reads: ["cdn.playlistCacheSeconds", "channel.segmentSeconds", "channel.gopSeconds"],
    judge: judgePlaylistCache,
  },
  { reads: ["cdn.masterPlaylist", "channel.encoderAuth"], judge: judgeMaster },
];
