/**
 * How many single-character edits (insert, delete, replace, swap of neighbours) lead from one word to another:
 * optimal string alignment distance.
 */
export function editDistance(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

const SHORTEST_BEGINNING = 3;

/**
 * The candidate nearest to a mistyped word, ignoring case; undefined when none is near enough to be what was meant: it must
 * begin with the word, or no more than a third of it may have to change.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    const reach = Math.max(2, Math.floor(Math.max(word.length, candidate.length) / 3));
    const isBeginning =
      word.length >= SHORTEST_BEGINNING && candidate.toLowerCase().startsWith(wanted);
    const isNear =
      isBeginning || (distance <= reach && distance < Math.max(word.length, candidate.length));
    if (isNear && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

const MOST_EDITS = 3;

/** All candidates nearest to a mistyped word, by the alphabet: at most three edits away, and alike in more than two fifths. */
export function similarWords(word: string, candidates: readonly string[]): readonly string[] {
  const near = [...new Set(candidates)]
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ candidate, distance }) => {
      const length = Math.max(word.length, candidate.length);
      return candidate.length > 1 && distance <= MOST_EDITS && (length - distance) / length > 0.4;
    });
  const least = Math.min(...near.map(({ distance }) => distance));
  return near
    .filter(({ distance }) => distance === least)
    .map(({ candidate }) => candidate)
    .toSorted((a, b) => a.localeCompare(b));
}

/** `Did you mean x?`, or undefined when nothing is near. */
export function suggestionText(word: string, candidates: readonly string[]): string | undefined {
  const found = nearest(word, candidates);
  return found === undefined ? undefined : `Did you mean ${found}?`;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
