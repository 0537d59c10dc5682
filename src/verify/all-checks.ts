import type { Check } from "./check.ts";
import { channelAlerts } from "./checks/channel-alerts.ts";
import { channelRunning } from "./checks/channel-running.ts";
import { destination } from "./checks/destination.ts";
import { distribution } from "./checks/distribution.ts";
import { originDurations } from "./checks/durations.ts";
import { edgeCors } from "./checks/edge-cors.ts";
import { edgeErrorTtl } from "./checks/edge-error-ttl.ts";
import { edgeMaster } from "./checks/edge-master.ts";
import { edgeOrigin } from "./checks/edge-origin.ts";
import { edgePlaylistsFresh } from "./checks/edge-playlists-fresh.ts";
import { edgePicture } from "./checks/edge-picture.ts";
import { edgeQueryDropped } from "./checks/edge-query-dropped.ts";
import { edgeReadOnly } from "./checks/edge-read-only.ts";
import { edgeSegments } from "./checks/edge-segments.ts";
import { edgeSegmentsCached } from "./checks/edge-segments-cached.ts";
import { encoderKey } from "./checks/encoder-key.ts";
import { gop } from "./checks/gop.ts";
import { originMaster } from "./checks/master.ts";
import { originMedia } from "./checks/media.ts";
import { noKeyAtEdge } from "./checks/no-key-at-edge.ts";
import { originAdvancing } from "./checks/advancing.ts";
import { playerKey } from "./checks/player-key.ts";
import { playerKeyReadOnly } from "./checks/player-key-read-only.ts";
import { readsLimited } from "./checks/reads-limited.ts";
import { secondOpinion } from "./checks/second-opinion.ts";
import { segmentLimit } from "./checks/segment-limit.ts";
import { originSizes } from "./checks/sizes.ts";
import {
  edgeAnswers,
  edgeClock,
  edgeDeclared,
  edgeLists,
  edgePace,
  streamDurations,
  streamFresh,
  streamMedia,
  streamSizes,
} from "./checks/stream.ts";
import { streamEntry, streamVariants } from "./checks/stream-playlists.ts";
import { ttlCoversWindow } from "./checks/ttl-covers-window.ts";
import { edgeVariants, originVariants } from "./checks/variants.ts";
import { originWriters } from "./checks/writers.ts";
import { originWindow } from "./checks/window.ts";

const KEYS = [playerKey, playerKeyReadOnly, encoderKey];
const CHANNEL = [channelRunning, destination, ttlCoversWindow, gop, segmentLimit, channelAlerts];
const ORIGIN = [
  readsLimited,
  originWriters,
  originMaster,
  originVariants,
  originAdvancing,
  originWindow,
  originMedia,
  originDurations,
  originSizes,
];
const EDGE_FIRST = [
  distribution,
  edgeOrigin,
  { ...edgeAnswers, needs: ["edge-origin"] },
  edgeMaster,
  noKeyAtEdge,
  edgeVariants,
  edgePlaylistsFresh,
  { ...edgeLists, needs: ["edge-variants"] },
];
const EDGE_LAST = [
  edgeSegments,
  { ...streamMedia, needs: ["edge-variants"] },
  { ...streamDurations, needs: ["edge-variants"] },
  { ...edgeClock, needs: ["edge-variants"] },
  { ...edgeDeclared, needs: ["edge-variants"] },
  edgePicture,
  { ...edgePace, needs: ["edge-variants"] },
  edgeSegmentsCached,
  edgeQueryDropped,
  edgeReadOnly,
  edgeCors,
  edgeErrorTtl,
];

/** Every check of a stack, in the order in which a player depends on what they look at. */
export const STACK_CHECKS: readonly Check[] = [
  ...KEYS,
  ...CHANNEL,
  ...ORIGIN,
  secondOpinion,
  ...EDGE_FIRST,
  ...EDGE_LAST,
];

/** What can be checked of a playback URL alone. */
export const URL_CHECKS: readonly Check[] = [
  edgeAnswers,
  streamEntry,
  noKeyAtEdge,
  streamVariants,
  edgeLists,
  streamMedia,
  streamDurations,
  edgeClock,
  edgeDeclared,
  streamFresh,
  streamSizes,
  { ...secondOpinion, hop: "edge", needs: ["edge-media"] },
  edgePicture,
  edgePace,
  { ...edgeSegmentsCached, needs: ["edge-media"] },
  { ...edgeCors, needs: ["edge-media"] },
  // It waits for seconds, so it does not wait for the others.
  { ...edgeErrorTtl, needs: ["edge-variants"] },
];
