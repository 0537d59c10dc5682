import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

const COLUMNS = 40;

let place: Rehearsal;
beforeAll(async () => {
  place = await rehearsal();
});
afterAll(() => place.close());

/** Lines that are wider than the terminal though they could be broken: a word, or what is quoted, that is too long stands alone, to be copied whole. */
function tooWide(text: string): readonly string[] {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.replace(/ *\\?$/, "").replaceAll(/(?<=^ *)"[^"]*"$/g, "quoted"))
    .filter((line) => line.length > COLUMNS && /\S +\S/.test(line));
}

/** In the order of a stack's life; TERM=dumb: a spinner draws over itself. */
test.each([
  ["--help"],
  ["init --help"],
  ["init --help-all"],
  ["init --dry-run"],
  ["init --dry-run --verbose"],
  ["init --ladder mobil"],
  ["init --segment-seconds 50"],
  ["init --rung 2160p60=3840x2160@60,40000,192"],
  ["init --no-sandbox"],
  ["inti"],
  ["doctor"],
  ["doctor --print-policy"],
  ["conformance"],
  ["status"],
  ["create-origin --yes"],
  ["create-channel --yes --input rtmp-push --cidr 203.0.113.7"],
  ["create-cdn --yes"],
  ["init --yes --input rtmp-push"],
  ["init --yes --input mp4-file --input-url https://example.com/a.mp4 --replace-input"],
  ["init --yes --ladder mobile"],
  ["status"],
  ["status --all"],
  ["keys"],
  ["verify"],
  ["rotate-keys --yes"],
  ["stop"],
  ["teardown"],
  ["teardown --orphans"],
  ["teardown --confirm live-origin"],
])("%s fits 40 columns, words whole", async (line) => {
  const { stdout, stderr } = await place.run(line.split(" "), { TERM: "dumb" }, COLUMNS);
  expect(tooWide(stdout + stderr)).toEqual([]);
});
