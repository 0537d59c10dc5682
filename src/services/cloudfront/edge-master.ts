import { LiveOriginError } from "../../config/failure.ts";
import { predictMaster } from "../../config/ladder/master-playlist.ts";
import type { Spec } from "../../config/spec.ts";

/** 10 KB for function code (CloudFront developer guide, quotas on CloudFront Functions). */
const MAX_CODE_BYTES = 10_240;

/**
 * The viewer-request function that keeps the encoder's key from viewers: it answers the master playlist from the ladder,
 * lets the variant playlists through and answers 404 to all else it sees. CloudFront picks a behavior by the normalised path
 * but sends the origin the path as it was spelled, so anything not spelled exactly like a variant playlist stops here
 * (`/%70laylist.m3u8`, `//playlist.m3u8`, `/x/../playlist.m3u8`). It sets the CORS header itself, because a response headers
 * policy is not documented to apply to generated responses. Throws EDGE_MASTER_TOO_LARGE.
 */
export function edgeMasterCode(spec: Spec): string {
  const code = source(predictMaster(spec.channel), spec.cdn.cors);
  const bytes = new TextEncoder().encode(code).length;
  if (bytes > MAX_CODE_BYTES)
    throw new LiveOriginError({
      code: "EDGE_MASTER_TOO_LARGE",
      message: `The master playlist of ${spec.channel.ladder.length} rungs makes a CloudFront function of ${bytes} bytes; ${MAX_CODE_BYTES} are allowed.`,
      hint: "Take fewer rungs, or let the origin serve it: --master-playlist origin with --encoder-auth parameter-store.",
      resource: "function",
      exitCode: 2,
    });
  return code;
}

function source(master: string, cors: boolean): string {
  const common = {
    "cache-control": { value: "no-store" },
    ...(cors ? { "access-control-allow-origin": { value: "*" } } : {}),
  };
  const playlist = { "content-type": { value: "application/vnd.apple.mpegurl" }, ...common };
  return `// Made by live-origin from the ladder. Viewers get this master, not the encoder's, which can carry the encoder's key.
var MASTER = ${JSON.stringify(master)};
function handler(event) {
  var request = event.request;
  if (request.uri === '/playlist.m3u8')
    return {
      statusCode: 200,
      statusDescription: 'OK',
      headers: ${JSON.stringify(playlist)},
      body: { encoding: 'text', data: MASTER }
    };
  if (/^\\/playlist_[\\w-]+\\.m3u8$/.test(request.uri)) return request;
  return { statusCode: 404, statusDescription: 'Not Found', headers: ${JSON.stringify(common)} };
}
`;
}
