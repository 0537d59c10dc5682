import { type Advance, watchAdvance } from "../advance.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { readable, type Evidence } from "../evidence.ts";
import { lookAtVariant, textOf, type CachedSource } from "../cached-source.ts";
import { fileName, newestSequence, parseMaster, type VariantLink } from "../playlists.ts";
import { curlItem } from "../repeat.ts";

/** One encoder alone writes: nobody replaces its lists, its master or its segments. */
export const originWriters: Check = {
  id: "origin-writers",
  hop: "origin",
  asked: "does one encoder alone write here?",
  needs: ["player-key"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>.m3u8"),
  run: async (evidence) => {
    const { origin, target } = evidence;
    if (origin === undefined) return skip("only a URL is looked at");
    if ((await origin.master()).links.length === 0) return skip("there is no master");
    const found =
      ofLists(await evidence.originAdvance(), origin) ??
      (await ofMaster(evidence, origin)) ??
      (await ofNames(origin)) ??
      (await ofMissing(evidence, origin));
    if (found === undefined) return pass("nobody else was seen writing");
    return fail(found.saw, {
      code: "TWO_WRITERS",
      text: `another encoder writes here: ${found.text}`,
      hint: `Find it by what it writes (ffprobe, or the names above): a MediaLive channel, in any region or account, or another folder, whose destination names the same cache. Stop that one. To shut it out for good give this encoder a key of its own: ${target.command("rotate-keys")}`,
      ...(found.curl === undefined ? {} : { curl: found.curl }),
    });
  },
};

type Found = { readonly saw: string; readonly text: string; readonly curl?: string };

function ofLists(advances: readonly Advance[], origin: CachedSource): Found | undefined {
  const shared = advances.find(({ turns }) => turns > 1);
  if (shared === undefined) return undefined;
  const [one, other] = shared.names;
  return {
    saw: `${shared.name} was replaced ${shared.turns} times by a list of another show${one === undefined ? "" : `: ${one}, then ${other ?? ""}`}`,
    text: "the playlists go back and forth between two shows",
    curl: origin.curl(shared.address),
  };
}

/** A list whose segments are not there may be somebody else's, which covers ours for all but moments: looked at once more. */
async function ofMissing({ target }: Evidence, origin: CachedSource): Promise<Found | undefined> {
  const listed = await origin.segments();
  if (listed.every(({ answer }) => answer?.status !== 404)) return undefined;
  return ofLists(await watchAdvance(origin, target, true), origin);
}

/** The master is of one ladder, and of this channel's: it is written when an encoder starts. */
async function ofMaster(evidence: Evidence, origin: CachedSource): Promise<Found | undefined> {
  const { address, answer, links } = await origin.master();
  const rungs = (await readable(evidence.channel))?.rungs ?? [];
  const [own] = rungs;
  const again = await origin.get(address);
  const later = again?.status === 200 ? parseMaster(textOf(again)) : links;
  const curl = origin.curl(address);
  const [before, now] = [ladderOf(links), ladderOf(later)];
  if (answer?.status === 200 && before !== now)
    return {
      saw: `the master said ${before}, and then ${now}`,
      text: "masters of two ladders take turns",
      curl,
    };
  const names = later.map(({ uri }) => fileName(uri));
  const foreign = names.find((name) =>
    rungs.every(({ nameModifier }) => !isRung(name, nameModifier)),
  );
  if (foreign === undefined || own === undefined) return undefined;
  // The channel's own lists go on: so its own master was there, and somebody put this one over it.
  const uri = `playlist${own.nameModifier}.m3u8`;
  const link = { uri, resolution: "", codecs: "", bandwidth: 0, averageBandwidth: 0 };
  const { clock, signal } = evidence.target;
  const first = await lookAtVariant(origin, link, address);
  await clock.sleep(1_200 * Math.max(1, first.playlist?.targetDurationSeconds ?? 0), signal);
  const second = await lookAtVariant(origin, link, address);
  const numbers = [first, second].map(({ playlist }) => playlist && newestSequence(playlist));
  if (numbers[0] === undefined || numbers[0] === numbers[1]) return undefined;
  return {
    saw: `the master names ${foreign}, which this channel does not write, while ${uri} goes on`,
    text: "the master is that of another ladder",
    curl,
  };
}

function isRung(name: string, modifier: string): boolean {
  return name.replace(/\.m3u8$/, "").endsWith(modifier);
}

function ladderOf(links: readonly VariantLink[]): string {
  return links.map(({ uri, codecs }) => `${fileName(uri)} ${codecs}`.trim()).join(", ");
}

/** A segment is written once; under the same name another one is somebody else's. */
async function ofNames(origin: CachedSource): Promise<Found | undefined> {
  const looks = await Promise.all(
    (await origin.segments()).map(async (segment) => ({
      ...segment,
      again: await origin.get(segment.address),
    })),
  );
  const other = looks.find(
    ({ answer, again }) =>
      answer?.status === 200 && again?.status === 200 && !answer.body.equals(again.body),
  );
  if (other === undefined) return undefined;
  return {
    saw: `${other.name} had ${other.answer?.body.length ?? 0} bytes, and then ${other.again?.body.length ?? 0} others`,
    text: "segments are overwritten under the same names",
    curl: origin.curl(other.address, "-sS -o segment.ts"),
  };
}
