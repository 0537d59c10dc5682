// Speed as ratios of two things measured in one run, which say the same on a slow machine as on a fast one: `npm run bench`.
import { writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { benchEdge } from "./edge.mjs";
import { benchEncoder } from "./encoder.mjs";
import { benchGrowth } from "./growth.mjs";
import { benchPackage } from "./package.mjs";
import { benchPicture } from "./picture.mjs";
import { benchPolling } from "./polling.mjs";
import { benchQuestion } from "./question.mjs";
import { verdict } from "./rounds.mjs";
import { nodes } from "./run.mjs";
import { benchStart } from "./start.mjs";
import { benchViewers } from "./viewers.mjs";

const BENCHES = {
  start: benchStart,
  question: benchQuestion,
  picture: benchPicture,
  polling: benchPolling,
  edge: benchEdge,
  encoder: benchEncoder,
  viewers: benchViewers,
  growth: benchGrowth,
  package: benchPackage,
};
const MOST_SECONDS = 300;

const startMs = performance.now();
const rows = [];
const say = (row) => {
  rows.push(row);
  const [what, figure, detail] = row;
  console.log(`${what.padEnd(58)} ${figure.padStart(9)}   ${detail}`);
};
// `npm run bench -- growth start` measures these alone.
const named = process.argv.slice(2).filter((word) => Object.hasOwn(BENCHES, word));
for (const [name, bench] of Object.entries(BENCHES))
  if (named.length === 0 || named.includes(name)) for (const row of await bench()) say(row);
const seconds = ((performance.now() - startMs) / 1000).toFixed(0);
say(["all of it", `${seconds} s`, `goal ${MOST_SECONDS}: ${verdict(seconds <= MOST_SECONDS)}`]);
// `npm run bench -- --write` keeps the table.
if (process.argv.includes("--write")) await writeFile("docs/speed.md", table());

function table() {
  const machine = `${availableParallelism()} cores, ${nodes()
    .map(({ name }) => name)
    .join(" and ")}`;
  const lines = rows.map(
    ([what, figure, detail]) => `| ${what.replace(/^ +/, "… ")} | ${figure} | ${detail} |`,
  );
  return `# Speed

What \`npm run bench -- --write\` measured on ${new Date().toISOString().slice(0, 10)} (${machine}; ${seconds} s).
\`test/bench/README.md\` says how; ratios say the same on other machines, milliseconds do not.

| row | figure | |
| --- | ---: | --- |
${lines.join("\n")}
`;
}
