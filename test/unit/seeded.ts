/** Without LIVE_ORIGIN_ALL_CASES one case in so many: enough to find what breaks often, while somebody waits. */
const FEWER = 5;

/**
 * Runs of a property with a seed that is printed, also when they pass: LIVE_ORIGIN_SEED repeats them. `allCases` of them with
 * LIVE_ORIGIN_ALL_CASES or in CI, else a part.
 */
export function seeded(
  what: string,
  allCases: number,
): { readonly seed: number; readonly numRuns: number } {
  const given = Number(process.env["LIVE_ORIGIN_SEED"]);
  const seed = Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 31);
  const all = isSet("LIVE_ORIGIN_ALL_CASES") || isSet("CI");
  const numRuns = all ? allCases : Math.ceil(allCases / FEWER);
  const again = `${all ? "LIVE_ORIGIN_ALL_CASES=1 " : ""}LIVE_ORIGIN_SEED=${seed}`;
  console.log(`${what}: ${numRuns} cases, ${again}`);
  return { seed, numRuns };
}

function isSet(variable: string): boolean {
  return !["", "0", "false"].includes(process.env[variable] ?? "");
}
