/** Profile and level of an `avc1` codec string, in both notations: `avc1.77.30` and `avc1.4d401e` (RFC 4281, RFC 6381). */
export function avcOf(
  codec: string,
): { readonly profile: number; readonly level: number } | undefined {
  const old = /^avc1\.(\d{2,3})\.(\d{1,2})$/i.exec(codec);
  if (old !== null) return { profile: Number(old[1]), level: Number(old[2]) };
  const hex = /^avc1\.([0-9a-f]{2})[0-9a-f]{2}([0-9a-f]{2})$/i.exec(codec);
  if (hex === null) return undefined;
  return { profile: Number.parseInt(hex[1] ?? "", 16), level: Number.parseInt(hex[2] ?? "", 16) };
}

/** ADTS shows the high-efficiency kinds as the low-complexity core that they extend (ISO/IEC 14496-3). */
const HIDDEN_IN_LC: Readonly<Record<string, string>> = {
  "mp4a.40.5": "mp4a.40.2",
  "mp4a.40.29": "mp4a.40.2",
};

/** Says what differs between the CODECS that a master states and what a segment holds; undefined when nothing. */
export function codecDifference(
  stated: string,
  video: string | undefined,
  audio: string | undefined,
): string | undefined {
  const parts = stated.split(",").map((part) => part.trim());
  const statedVideo = parts.find((part) => part.startsWith("avc1"));
  const statedAudio = parts.find((part) => part.startsWith("mp4a"));
  if (statedVideo !== undefined && !isSameAvc(statedVideo, video))
    return `the master says ${statedVideo}, the segment is ${video ?? "without such video"}`;
  if (statedAudio !== undefined && audio !== (HIDDEN_IN_LC[statedAudio] ?? statedAudio))
    return `the master says ${statedAudio}, the segment is ${audio ?? "without such audio"}`;
  return undefined;
}

function isSameAvc(stated: string, seen: string | undefined): boolean {
  const [one, other] = [avcOf(stated), avcOf(seen ?? "")];
  return one?.profile === other?.profile && one?.level === other?.level && other !== undefined;
}
