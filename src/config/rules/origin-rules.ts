import type { Draft } from "../resolve/draft.ts";
import { secondsText, wholeText } from "../text/figures.ts";
import { ON_DEMAND_DEFAULTS } from "../limits/limit-findings.ts";
import { AWS_REGIONS } from "../aws-regions.ts";
import { suggestionText } from "../text/suggestion.ts";
import { nearestCell, regionOfEndpoint } from "../momento-cells.ts";
import type { Finding, Rule } from "./rule.ts";
import { segmentTimes } from "./segment-rules.ts";

/** New regions appear; a slip in an old one would cost a wizard's worth of answers. */
const judgeRegion = ({ region }: Draft): readonly Finding[] =>
  region === undefined || AWS_REGIONS.includes(region)
    ? []
    : [
        {
          level: "warning",
          path: "region",
          code: "REGION_UNKNOWN",
          message: `${region} is not an AWS region that this version knows. ${suggestionText(region, AWS_REGIONS) ?? "Check the spelling."} Go on if it is new`,
        },
      ];

const judgeWindow = ({ origin, channel }: Draft): readonly Finding[] => {
  const { effectiveMs } = segmentTimes(channel);
  const { windowSegments } = channel.hls;
  const windowMs = windowSegments * effectiveMs;
  if (windowMs <= origin.ttlSeconds * 1000) return [];
  const fitting = Math.floor((origin.ttlSeconds * 1000) / effectiveMs);
  return [
    {
      level: "problem",
      path: "origin.ttlSeconds",
      code: "WINDOW_OUTLIVES_TTL",
      message: `playlists list ${wholeText(windowSegments)} segments × ${secondsText(effectiveMs)} = ${secondsText(windowMs)}, but the origin removes each after ${wholeText(origin.ttlSeconds)} s: players would ask for segments that are gone`,
      hint: `Use --ttl-seconds ${Math.ceil(windowMs / 1000)} or more${fitting >= 3 ? `, or --window-segments ${fitting} or fewer` : ""}.`,
    },
  ];
};

const judgeFilecache = ({ origin, channel }: Draft): readonly Finding[] =>
  channel.hls.filecacheSeconds <= origin.ttlSeconds
    ? []
    : [
        {
          level: "problem",
          path: "origin.ttlSeconds",
          code: "FILECACHE_OUTLIVES_TTL",
          message: `MediaLive may send segments up to ${channel.hls.filecacheSeconds} s late (filecache), but the origin keeps them for ${wholeText(origin.ttlSeconds)} s only`,
          hint: `Use --ttl-seconds ${channel.hls.filecacheSeconds} or more, or --filecache-seconds ${origin.ttlSeconds} or less.`,
        },
      ];

const judgeKeep = ({ channel: { hls } }: Draft): readonly Finding[] =>
  hls.keepSegments > hls.windowSegments
    ? []
    : [
        {
          level: "problem",
          path: "channel.hls.keepSegments",
          code: "KEEP_NOT_ABOVE_WINDOW",
          message: `MediaLive keeps ${wholeText(hls.keepSegments)} segments and lists ${wholeText(hls.windowSegments)}; it must keep more than it lists (MediaLive API: recommended is 2 × window + 1)`,
          hint: `Use --keep-segments ${2 * hls.windowSegments + 1}.`,
        },
      ];

const judgeRetention = ({ origin, channel }: Draft): readonly Finding[] => {
  const { effectiveMs } = segmentTimes(channel);
  const keepMs = channel.hls.keepSegments * effectiveMs;
  return keepMs <= origin.ttlSeconds * 1000
    ? []
    : [
        {
          level: "note",
          path: "channel.hls.keepSegments",
          code: "TTL_REMOVES_FIRST",
          message: `MediaLive would keep ${wholeText(channel.hls.keepSegments)} segments × ${secondsText(effectiveMs)} = ${secondsText(keepMs)}; the origin's TTL of ${wholeText(origin.ttlSeconds)} s removes them first`,
        },
      ];
};

const judgeTtl = ({ origin }: Draft): readonly Finding[] =>
  origin.ttlSeconds <= ON_DEMAND_DEFAULTS.ttlSeconds
    ? []
    : [
        {
          level: "warning",
          path: "origin.ttlSeconds",
          code: "TTL_ABOVE_A_DAY",
          message: `a TTL of ${wholeText(origin.ttlSeconds)} s is above the ${wholeText(ON_DEMAND_DEFAULTS.ttlSeconds)} s of an on-demand account; the cache's own limit is read before anything is made`,
        },
      ];

const judgeRestart = ({ channel }: Draft): readonly Finding[] =>
  channel.hls.restartDelaySeconds > 0
    ? []
    : [
        {
          level: "warning",
          path: "channel.hls.restartDelaySeconds",
          code: "OUTPUT_NEVER_RESTARTS",
          message: "a restart delay of 0 means that a failed output never starts again",
        },
      ];

const judgeCell = ({ region, origin: { endpoint } }: Draft): readonly Finding[] => {
  const cellRegion = endpoint === undefined ? undefined : regionOfEndpoint(endpoint);
  if (region === undefined || cellRegion === undefined || cellRegion === region) return [];
  const nearest = nearestCell(region);
  const advice =
    nearest === undefined || nearest.region === cellRegion
      ? "it is the nearest public cell"
      : `the nearest public cell is in ${nearest.region} (${nearest.endpoint})`;
  return [
    {
      level: nearest?.region === cellRegion ? "note" : "warning",
      path: "origin.endpoint",
      code: "CELL_IN_ANOTHER_REGION",
      message: `the channel runs in ${region} and the Momento cell is in ${cellRegion}; ${advice}`,
    },
  ];
};

const judgeRevocable = ({ origin: { revocableKeys, accountUrl } }: Draft): readonly Finding[] =>
  revocableKeys
    ? [
        {
          level: "note",
          path: "origin.revocableKeys",
          code: "REVOCABLE_KEYS_EXPERIMENTAL",
          message: `keys that can be revoked are an experiment: Momento's account API (${accountUrl}) is described on an unlisted page of its documentation, and we have not tried it for real`,
        },
      ]
    : [];

const LENGTHS = ["channel.segmentSeconds", "channel.gopSeconds"];

/** How the origin's retention goes with what MediaLive writes and lists. */
export const ORIGIN_RULES: readonly Rule[] = [
  { reads: ["region"], judge: judgeRegion },
  { reads: ["origin.ttlSeconds", "channel.hls.windowSegments", ...LENGTHS], judge: judgeWindow },
  { reads: ["origin.ttlSeconds", "channel.hls.filecacheSeconds"], judge: judgeFilecache },
  { reads: ["channel.hls.keepSegments", "channel.hls.windowSegments"], judge: judgeKeep },
  { reads: ["origin.ttlSeconds", "channel.hls.keepSegments", ...LENGTHS], judge: judgeRetention },
  { reads: ["origin.ttlSeconds"], judge: judgeTtl },
  { reads: ["channel.hls.restartDelaySeconds"], judge: judgeRestart },
  { reads: ["region", "origin.endpoint"], judge: judgeCell },
  { reads: ["origin.revocableKeys", "origin.accountUrl"], judge: judgeRevocable },
];
