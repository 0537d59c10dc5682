import { AWS_REGIONS, distanceKm, placeOfRegion } from "../../config/aws-regions.ts";
import { judgeAnswer } from "../../config/fields/answer.ts";
import type { Question } from "../../config/fields/question.ts";
import type { ResolveInput } from "../../config/resolve/resolve.ts";
import { nearest } from "../../config/text/suggestion.ts";
import { regionOfEndpoint } from "../../config/momento-cells.ts";
import type { Found } from "../../terminal/prompt/search-prompt.ts";
import { cellDistanceWords } from "./typing-hints.ts";

const WIDTH = Math.max(...AWS_REGIONS.map((region) => region.length));

/**
 * The regions that fit what was typed, in name or place: those nearest to the Momento cell first, else to the region that is
 * known already. One that this version does not know is offered as it was typed, above the likeliest known one.
 */
export function regionOptions(
  question: Question,
  text: string,
  known: {
    readonly input: ResolveInput;
    readonly initial: string | undefined;
    /** Bare host of the Momento cell, where it is known. */
    readonly cell: string | undefined;
  },
): readonly Found[] {
  const { input, initial, cell } = known;
  const words = text.trim().toLowerCase();
  const option = (region: string, note = placeOfRegion(region)): Found => ({
    value: region,
    label: `${region.padEnd(WIDTH)}  ${note}`.trimEnd(),
    description: cellDistanceWords(region, cell),
  });
  const centre = (cell === undefined ? undefined : regionOfEndpoint(cell)) ?? initial;
  const away = (region: string): number =>
    (centre === undefined ? undefined : distanceKm(centre, region)) ?? 0;
  const all = AWS_REGIONS.toSorted((one, other) => away(one) - away(other));
  const strange = words === "" ? initial : words;
  const isStrange =
    strange !== undefined &&
    !AWS_REGIONS.includes(strange) &&
    judgeAnswer(question, strange, input).ok;
  const fitting = all.filter(
    (region) => region.includes(words) || placeOfRegion(region).toLowerCase().includes(words),
  );
  const likeliest = isStrange ? nearest(strange, AWS_REGIONS) : undefined;
  return [
    ...(isStrange ? [option(strange, "new to this version")] : []),
    ...(likeliest === undefined || fitting.includes(likeliest)
      ? []
      : [option(likeliest, `${placeOfRegion(likeliest)}, perhaps?`)]),
    ...fitting.map((region) => option(region)),
  ];
}
