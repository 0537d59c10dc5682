/** Where an encoder is to push before the channel starts: MediaLive wants it sending by then. */
export function pushLine({
  server,
  streamKey,
}: {
  readonly server?: string | undefined;
  readonly streamKey?: string | undefined;
}): string {
  return `Push now: server ${server ?? ""}${streamKey === undefined ? "" : `, stream key ${streamKey}`}`;
}
