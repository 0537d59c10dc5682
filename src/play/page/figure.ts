/** One number over time. */
type Figure = {
  /** Adds a sample, one a second; null while there is none. */
  readonly add: (value: number | null) => void;
  readonly latest: () => number | null;
};

/** Two minutes of samples. */
const KEPT = 120;
/** A plot that has just begun is not drawn wider than half a minute would be. */
const SHORTEST = 30;
const WIDTH = 120;
const HEIGHT = 40;
const SVG = "http://www.w3.org/2000/svg";

/** Puts a figure with a small plot into `parent`. `digits` are decimals of the number shown. */
export function createFigure(
  parent: Element,
  options: {
    readonly id: string;
    readonly label: string;
    readonly unit: string;
    readonly digits: number;
  },
): Figure {
  const { id, label, unit, digits } = options;
  const figure = document.createElement("figure");
  figure.className = "figure";
  const caption = document.createElement("figcaption");
  const name = document.createElement("span");
  name.textContent = label;
  const output = document.createElement("output");
  output.id = id;
  caption.append(name, output);
  const plot = document.createElementNS(SVG, "svg");
  plot.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  plot.setAttribute("preserveAspectRatio", "none");
  plot.setAttribute("role", "img");
  const line = document.createElementNS(SVG, "polyline");
  plot.append(line);
  figure.append(caption, plot);
  parent.append(figure);

  const samples: (number | null)[] = [];
  return {
    latest: () => samples.at(-1) ?? null,
    add: (value) => {
      samples.push(value);
      if (samples.length > KEPT) samples.shift();
      output.textContent = value === null ? "–" : `${value.toFixed(digits)} ${unit}`;
      line.setAttribute("points", points(samples));
      plot.setAttribute("aria-label", spoken(label, samples, { unit, digits }));
    },
  };
}

function points(samples: readonly (number | null)[]): string {
  const known = samples.filter((sample) => sample !== null);
  const highest = Math.max(...known, 0.001);
  const step = WIDTH / (Math.max(SHORTEST, samples.length) - 1);
  return samples
    .flatMap((sample, index) =>
      sample === null
        ? []
        : [
            `${(index * step).toFixed(1)},${(HEIGHT - 2 - (sample / highest) * (HEIGHT - 4)).toFixed(1)}`,
          ],
    )
    .join(" ");
}

function spoken(
  label: string,
  samples: readonly (number | null)[],
  { unit, digits }: { readonly unit: string; readonly digits: number },
): string {
  const known = samples.filter((sample) => sample !== null);
  if (known.length === 0) return `${label}: nothing yet`;
  const low = Math.min(...known).toFixed(digits);
  const high = Math.max(...known).toFixed(digits);
  return `${label} over the last two minutes: from ${low} to ${high} ${unit}`;
}
