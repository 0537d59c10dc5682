import { fail, pass, skip, type Check } from "../check.ts";
import { statusOf, type CachedSource, type VariantSeen } from "../cached-source.ts";
import { curlItem, curlMaster } from "../repeat.ts";

/** Players start a few segments behind the live edge; with fewer they stall at once. */
const ENOUGH_SEGMENTS = 2;

/** Every variant that the master names is at the origin, with segments in it. */
export const originVariants: Check = {
  id: "origin-variants",
  hop: "origin",
  asked: "is every variant playlist at the origin, with segments in it?",
  needs: ["origin-master"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>.m3u8"),
  run: async ({ origin }) =>
    origin === undefined ? skip("only a URL is looked at") : look(origin),
};

/** The same through the edge, without a key. */
export const edgeVariants: Check = {
  id: "edge-variants",
  hop: "edge",
  asked: "does the edge serve every variant playlist?",
  needs: ["edge-origin", "edge-master", "origin-variants"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ edge }) => (edge === undefined ? skip("there is no distribution") : look(edge)),
};

async function look(source: CachedSource) {
  const variants = await source.variants();
  const [first] = variants;
  if (first === undefined) return skip("the master names no variant");
  const wrong = variants.find((variant) => problem(variant) !== undefined);
  if (wrong === undefined) {
    const windows = variants.map(({ playlist }) => playlist?.segments.length ?? 0);
    return pass(
      `${variants.length} variants with ${windows.join(", ")} segments`,
      source.curl(first.address),
    );
  }
  const code = wrong.playlist === undefined ? "VARIANT_MISSING" : "VARIANT_TOO_SHORT";
  return fail(`${wrong.name}: ${problem(wrong)}`, {
    code,
    text:
      code === "VARIANT_MISSING"
        ? `the ${source.name} has no ${wrong.name}: this rung is not written, or under another name`
        : "the encoder has only just begun",
    hint:
      code === "VARIANT_MISSING"
        ? "Compare the rungs' names with the master; look at channel-alerts."
        : "Wait a few seconds and run verify again.",
    curl: source.curl(wrong.address),
  });
}

function problem({ answer, playlist }: VariantSeen): string | undefined {
  if (playlist === undefined) return statusOf(answer);
  return playlist.segments.length < ENOUGH_SEGMENTS
    ? `lists ${playlist.segments.length} of ${ENOUGH_SEGMENTS} segments`
    : undefined;
}
