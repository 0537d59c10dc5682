import { field } from "./field.ts";

/** The CloudFront distribution. */
export const CDN_FIELDS = [
  field({
    path: "cdn.masterPlaylist",
    name: "master-playlist",
    kind: "choice",
    placeholder: "WHERE",
    choices: ["edge", "origin"],
    computed: "edge with url-token, origin with parameter-store",
    help: "who answers the master playlist; edge keeps the encoder's key away from viewers",
    short: "who answers the master playlist: edge or origin",
    part: "cdn",
  }),
  field({
    path: "cdn.playlistCacheSeconds",
    name: "playlist-cache-seconds",
    kind: "whole",
    placeholder: "S",
    range: [0, 60],
    unit: "seconds",
    default: 0,
    help: "how long the edge keeps variant playlists; 1 spares the origin with an audience, 0 keeps none",
    short: "how long the edge keeps variant playlists (0)",
    part: "cdn",
  }),
  field({
    path: "cdn.cors",
    name: "cors",
    kind: "boolean",
    default: true,
    help: "let players on other web sites read the stream",
    part: "cdn",
  }),
] as const;
