/** Runs of a property with a seed that is printed, also when they pass: LIVE_ORIGIN_SEED repeats them. */
export function seeded(
  what: string,
  numRuns: number,
): { readonly seed: number; readonly numRuns: number } {
  const given = Number(process.env["LIVE_ORIGIN_SEED"]);
  const seed = Number.isInteger(given) && given > 0 ? given : Math.floor(Math.random() * 2 ** 31);
  console.log(`${what}: ${numRuns} cases, LIVE_ORIGIN_SEED=${seed}`);
  return { seed, numRuns };
}
