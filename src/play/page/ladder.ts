import type { Level } from "hls.js";

/** The renditions to choose from. */
export type Ladder = {
  readonly show: (levels: readonly Level[]) => void;
  /** Marks the one that plays; -1 for none. */
  readonly mark: (playing: number) => void;
  /** Chooses the next one up or down; what is chosen already stays at the ends. */
  readonly step: (direction: 1 | -1) => void;
  readonly automatic: () => void;
};

/** Fills `fieldset` with one radio button a rendition, and one for letting the player choose. */
export function createLadder(fieldset: Element, choose: (level: number) => void): Ladder {
  let inputs: HTMLInputElement[] = [];
  let playing = -1;
  const option = (level: number, text: string, detail: string): void => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.type = "radio";
    input.name = "rendition";
    input.value = String(level);
    input.checked = level === -1;
    input.addEventListener("change", () => choose(level));
    const small = document.createElement("small");
    small.textContent = detail;
    label.append(input, text, small);
    fieldset.append(label);
    inputs.push(input);
  };
  const pick = (level: number): void => {
    const input = inputs.find(({ value }) => value === String(level));
    if (input === undefined) return;
    input.checked = true;
    choose(level);
  };
  return {
    show: (levels) => {
      for (const input of inputs) input.closest("label")?.remove();
      inputs = [];
      option(-1, "Automatic", "");
      for (const [index, { height, width, bitrate }] of levels.entries())
        option(index, `${height}p`, `${width}x${height}, ${(bitrate / 1e6).toFixed(2)} Mbit/s`);
    },
    mark: (level) => {
      playing = level;
      for (const input of inputs)
        input.closest("label")?.classList.toggle("playing", input.value === String(level));
    },
    step: (direction) => {
      const last = inputs.length - 2;
      pick(Math.min(last, Math.max(0, playing + direction)));
    },
    automatic: () => pick(-1),
  };
}
