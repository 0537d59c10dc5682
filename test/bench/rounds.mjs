/** The middle value. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures several ways of doing a thing in turns, so that what else the machine does hits all of them alike. Gives the
 * median of each way's figures.
 */
export async function inTurns(rounds, ways) {
  return measured(rounds, ways, median);
}

/** The same, with the least of each way's figures: of CPU, what else the machine does can only add to it. */
export async function leastInTurns(rounds, ways) {
  return measured(rounds, ways, (values) => Math.min(...values));
}

async function measured(rounds, ways, summarize) {
  const figures = new Map(Object.keys(ways).map((name) => [name, []]));
  for (let round = -1; round < rounds; round += 1)
    for (const [name, measure] of Object.entries(ways)) {
      const figure = await measure();
      // The first round fills caches.
      if (round >= 0) figures.get(name).push(figure);
    }
  return Object.fromEntries([...figures].map(([name, values]) => [name, summarize(values)]));
}

export const times = (ratio) => `${ratio.toFixed(2)} ×`;

/** How a goal is printed. */
export const verdict = (isMet) => (isMet ? "met" : "MISSED");
